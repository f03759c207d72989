package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Reading;
import dev.rollback.journal.RunSummary;
import dev.rollback.report.RunJson;
import dev.rollback.report.RunText;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A run as it goes on, from another terminal than its own. */
@Command(
    name = "watch",
    description = {
      "Show a run as it goes on, from another terminal: what has happened, a line each, and at a"
          + " terminal the live view below. Only its journal is read, and what its process says"
          + " beside that of the step in hand: no system is reached, and nothing is written. It"
          + " ends when the run ends.",
      "",
      "Exit code: that of the run, by its outcome (0 done, 4 at a gate, 5 taken back, 6 a person is"
          + " needed, 130 interrupted); 6 too where its process died. Ctrl-C ends the view alone:"
          + " 130."
    })
final class WatchCommand extends BaseCommand {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description =
          "The run's id, the beginning of it, or latest. Default: the newest run that has not"
              + " ended.")
  private @Nullable String run;

  WatchCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var journals = workspace.journals();
    var id = run == null ? underWay(journals) : journals.resolve(run);
    world().stop().harmless();
    var output = output();
    var reading = new Watching(world(), workspace, output).follow(id);
    var running = journals.holder(id).isPresent();
    if (reading.entries().isEmpty() && (running || reading.damage().isPresent())) {
      return interrupted(id, reading, output);
    }
    var state = Recorded.intact(id, reading);
    if (running && state.ended().isEmpty() && reading.damage().isEmpty()) {
      output.answer().show(Kind.RUN, () -> RunJson.of(state, true));
      return interrupted(id, reading, output);
    }
    output.line("");
    output.text(RunText.status(state, false, world().clock().instant(), output.layout()));
    output.answer().show(Kind.RUN, () -> RunJson.of(state, false));
    return Recorded.whole("what is shown ends", reading, output) ? exit(state) : ExitCode.REFUSED;
  }

  /** The watcher has had enough of it. */
  private static ExitCode interrupted(String id, Reading reading, Output output) {
    if (!Recorded.whole("what is shown ends", reading, output)) {
      return ExitCode.REFUSED;
    }
    output.line("No longer watched. The run goes on: `rollback watch " + id + "` shows it again.");
    return ExitCode.INTERRUPTED;
  }

  private static ExitCode exit(RunState state) {
    return state.ended().map(e -> ExitCodes.of(e.outcome())).orElse(ExitCode.OPERATOR);
  }

  /** The newest run on which a process works, else the newest whose process died. */
  private static String underWay(JournalStore journals) {
    var runs = journals.list();
    return runs.stream()
        .map(RunSummary::run)
        .filter(id -> journals.holder(id).isPresent())
        .findFirst()
        .or(
            () ->
                runs.stream().filter(r -> brokenOff(journals, r)).map(RunSummary::run).findFirst())
        .orElseThrow(() -> nothing(journals));
  }

  /** What comes after the end of a run is that channels were told of it, and little else. */
  private static boolean brokenOff(JournalStore journals, RunSummary summary) {
    var last = summary.last().map(e -> e.event());
    if (last.isEmpty() || last.get() instanceof RunEvent.RunEnded) {
      return false;
    }
    var reading = journals.readIntact(summary.run());
    return reading.damage().isEmpty() && RunState.of(reading.entries()).ended().isEmpty();
  }

  private static UserException nothing(JournalStore journals) {
    var newest = Optional.of(journals.resolve(JournalStore.LATEST));
    return new UserException(
        "no run is under way here: every run that was recorded has ended",
        "`rollback watch %s` shows the newest all the same, `rollback runs` lists them."
            .formatted(newest.orElseThrow()));
  }
}
