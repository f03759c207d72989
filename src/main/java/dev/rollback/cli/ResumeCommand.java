package dev.rollback.cli;

import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalStore;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private TakeOver takeOver = new TakeOver();
  @Mixin private ApprovalFiles approvals = new ApprovalFiles();

  ResumeCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var id = run == null ? newest(workspace.journals()) : workspace.journals().resolve(run);
    var reading = workspace.journals().readIntact(id);
    if (!Recorded.state(id, reading).resumable()) {
      throw new UserException(
          "run " + id + " has ended; there is nothing to go on with",
          "`rollback status " + id + "` shows how it ended.");
    }
    var result =
        new Past(world(), workspace, output(), takeOver.wanted(), Set.of(), approvals)
            .continueWith(id, reading, Runner::run);
    new Reports(workspace, output()).finish(result.run(), reading);
    return ExitCodes.of(result);
  }

  private static String newest(JournalStore journals) {
    return journals.list().stream()
        .filter(s -> journals.holder(s.run()).isEmpty())
        .map(s -> journals.readIntact(s.run()))
        // Of a damaged run nobody can say that it has ended: it is not passed over.
        .filter(reading -> !reading.entries().isEmpty() || reading.damage().isPresent())
        .map(
            reading ->
                RunState.of(reading.entries().isEmpty() ? reading.orThrow() : reading.entries()))
        .filter(RunState::resumable)
        .map(RunState::run)
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "there is no run to go on with", "`rollback runs` lists those there are."));
  }
}
