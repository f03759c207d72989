package dev.rollback.cli;

import dev.rollback.journal.Reading;
import dev.rollback.report.RunsText;
import dev.rollback.run.RunState;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The runs there are. */
@Command(name = "runs", description = "List the runs that were made from this machine.")
final class RunsCommand extends BaseCommand {
  RunsCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var journals = workspace().journals();
    var rows = new ArrayList<RunsText.Row>();
    var unreadable = new ArrayList<String>();
    var damaged = new ArrayList<Reading>();
    for (var summary : journals.list()) {
      var reading = journals.readIntact(summary.run());
      if (reading.damage().isPresent()) {
        damaged.add(reading);
      }
      if (reading.entries().isEmpty()) {
        unreadable.add(summary.run());
      } else {
        rows.add(
            RunsText.Row.of(
                RunState.of(reading.entries()), journals.holder(summary.run()).isPresent()));
      }
    }
    output().text(RunsText.of(rows, output().layout()));
    output().answer().show(Kind.RUNS, () -> RunsText.json(rows));
    unreadable(unreadable);
    damaged.forEach(reading -> Recorded.whole("what is listed of a run ends", reading, output()));
    return damaged.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private void unreadable(List<String> runs) {
    if (!runs.isEmpty()) {
      output().note("Without a readable beginning: " + String.join(", ", runs));
    }
  }
}
