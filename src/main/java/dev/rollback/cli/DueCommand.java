package dev.rollback.cli;

import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.List;
import picocli.CommandLine.Command;

/** Takes back temporary changes whose time is over. */
@Command(
    name = "due",
    description = "Take back temporary changes whose time is over; for cron or a timer.")
final class DueCommand extends BaseCommand {
  DueCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    var workspace = workspace();
    var worst = ExitCode.OK;
    for (var summary : workspace.journals().list()) {
      if (summary.first().isEmpty()) {
        continue; // the process died before the run was recorded: it has done nothing
      }
      var state = RunState.of(workspace.journals().readIntact(summary.run()).entries());
      var due = due(state);
      if (!due.isEmpty() && !revert(workspace, state.run(), due)) {
        worst = ExitCode.OPERATOR;
      }
    }
    return worst;
  }

  private List<StepState> due(RunState state) {
    var now = world().clock().instant();
    return state.outstanding().stream()
        .filter(s -> s.due().filter(d -> !d.isAfter(now)).isPresent())
        .toList();
  }

  private boolean revert(Workspace workspace, String run, List<StepState> due) {
    output().line("Run " + run + ": " + due.size() + " temporary change(s) to take back.");
    var result =
        new Past(world(), workspace, output())
            .continueWith(
                run, runner -> runner.revertDue(due.stream().map(StepState::id).toList()));
    return result.outcome() != Outcome.OPERATOR_NEEDED;
  }
}
