package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.RunSummary;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Goes on where a run ended. */
@Command(
    name = "resume",
    description = "Go on with a run after Ctrl-C, a crash, a gate or a failure.")
final class ResumeCommand extends BaseCommand {
  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id or the beginning of it. Default: the newest that can go on.")
  private @Nullable String run;

  ResumeCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = run == null ? newest(workspace.journals()) : named(workspace.journals(), run);
    var result =
        new Past(world(), workspace, output())
            .continueWith(id, ResumeCommand::refuseEnded, Runner::run);
    new Reports(workspace, output()).finish(result.run());
    return ExitCodes.of(result.outcome());
  }

  /** One that has ended is not worth a look at its target. */
  private static String named(JournalStore journals, String named) {
    var id = journals.resolve(named);
    if (journals.summary(id).over()) {
      throw ended(id);
    }
    return id;
  }

  private static void refuseEnded(RunState state) {
    if (!state.resumable()) {
      throw ended(state.run());
    }
  }

  private static UserException ended(String run) {
    return new UserException(
        "run " + run + " has ended; there is nothing to go on with",
        "`rollback status " + run + "` shows how it ended.");
  }

  /** Of a damaged run nobody can say that it has ended: it is not passed over. */
  private static String newest(JournalStore journals) {
    return journals.list().stream()
        .filter(s -> s.first().isPresent() || s.damage().isPresent())
        .filter(s -> !s.over() && journals.holder(s.run()).isEmpty())
        .map(RunSummary::run)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no run to go on with", "`rollback runs` lists those there are."));
  }
}
