package dev.rollback.cli;

import dev.rollback.report.RunJson;
import dev.rollback.report.RunText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where a run stands. */
@Command(name = "status", description = "Show where a run stands and what is left to do.")
final class StatusCommand extends BaseCommand {
  @Mixin private RunArgument run = new RunArgument();

  StatusCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var journals = workspace().journals();
    var id = journals.resolve(run.text());
    var reading = journals.readIntact(id);
    var state = Recorded.intact(id, reading);
    var running = journals.holder(id).isPresent();
    output().text(RunText.status(state, running, world().clock().instant(), output().layout()));
    output().answer().show(Kind.RUN, () -> RunJson.of(state, running));
    return Recorded.whole("what is shown ends", reading, output()) ? ExitCode.OK : ExitCode.REFUSED;
  }
}
