package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.JournalDamage;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.CommandJson;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.shape.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** Takes back temporary changes whose time is over, and tells channels what is still so. */
@Command(
    name = "due",
    description =
        "Take back temporary changes whose time is over, and tell the channels of runbooks what"
            + " still waits or is still failed; for cron or a timer.")
final class DueCommand extends BaseCommand {
  DueCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var worst = ExitCode.OK;
    var runs = new ArrayList<CommandJson.DueRun>();
    for (var summary : workspace.journals().list()) {
      var reading = workspace.journals().readIntact(summary.run());
      if (reading.damage().isPresent()) {
        worst = ExitCode.OPERATOR;
        damaged(summary.run(), reading.damage().get());
      }
      if (reading.entries().isEmpty()) {
        continue; // the process died before the run was recorded: it has done nothing
      }
      var state = RunState.of(reading.entries());
      var due = due(state);
      if (!due.isEmpty()) {
        var left = revert(workspace, state.run(), due);
        worst = left.isEmpty() ? worst : ExitCode.OPERATOR;
        runs.add(said(new CommandJson.DueRun(state.run(), ids(due), left)));
      }
      new Overdue(world(), workspace, output()).tell(state.run());
    }
    output()
        .answer()
        .document(
            Kind.DUE,
            () -> Codec.of(CommandJson.Due.class).encode(new CommandJson.Due(List.copyOf(runs))));
    return worst;
  }

  private CommandJson.DueRun said(CommandJson.DueRun run) {
    output().answer().line(Kind.DUE_RUN, () -> Codec.of(CommandJson.DueRun.class).encode(run));
    return run;
  }

  private static List<String> ids(List<StepState> steps) {
    return steps.stream().map(StepState::id).toList();
  }

  /** What a damaged record no longer tells may be a change that is due. */
  private void damaged(String run, JournalDamage damage) {
    output()
        .problems(
            List.of(
                Diagnostic.error(
                        "run " + run + " may have changes that are due: " + damage.message())
                    .advise(damage.advice())));
  }

  private List<StepState> due(RunState state) {
    var now = world().clock().instant();
    return state.outstanding().stream()
        .filter(s -> s.due().filter(d -> !d.isAfter(now)).isPresent())
        .toList();
  }

  /** Takes it back, and says which steps are still as they were. */
  private List<String> revert(Workspace workspace, String run, List<StepState> due) {
    output()
        .line(
            "Run "
                + run
                + ": "
                + due.size()
                + (due.size() == 1 ? " temporary change" : " temporary changes")
                + " to take back.");
    var ids = ids(due);
    try {
      new Past(world(), workspace, output(), false, Set.of())
          .continueWith(run, runner -> runner.revertDue(ids));
      // Not the outcome: of a run that needed a person before, it stays what it was.
      return Recorded.state(workspace.journals(), run).outstanding().stream()
          .map(StepState::id)
          .filter(ids::contains)
          .toList();
    } catch (UserException e) {
      return failed(run, ids, e.problems());
    } catch (RefusedException e) {
      return failed(run, ids, e.reasons());
    } catch (SystemException e) {
      return failed(run, ids, List.of(Diagnostic.error(e.problem()).advise(e.advice().orElse(""))));
    }
  }

  /** What cannot be taken back in one run is said, and must not keep the others from it. */
  private List<String> failed(String run, List<String> due, List<Diagnostic> problems) {
    output().note("Run " + run + ": its temporary changes are still in place.");
    output().problems(problems);
    return due;
  }
}
