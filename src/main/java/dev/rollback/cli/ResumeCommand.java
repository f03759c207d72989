package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes on where a run ended. */
@Command(
    name = "resume",
    description = "Go on with a run after Ctrl-C, a crash, a gate or a failure.")
final class ResumeCommand extends BaseCommand {
  @Mixin private RunArgument run = new RunArgument();

  ResumeCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = workspace.journals().resolve(run.text());
    var state = RunState.of(workspace.journals().read(id));
    if (!state.resumable()) {
      throw new UserException(
          "run " + id + " has ended; there is nothing to go on with",
          "`rollback status " + id + "` shows how it ended.");
    }
    var result = new Past(world(), workspace, output()).continueWith(id, Runner::run);
    new Reports(workspace, output()).finish(result.run());
    return ExitCodes.of(result.outcome());
  }
}
