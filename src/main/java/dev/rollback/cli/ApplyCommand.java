package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.plan.RefusedException;
import dev.rollback.plan.Staleness;
import dev.rollback.report.PlanJson;
import dev.rollback.report.PlanText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a saved plan, if the systems are still as it found them. */
@Command(name = "apply", description = "Run a saved plan, if nothing has moved since it was made.")
final class ApplyCommand extends BaseCommand {
  @Parameters(paramLabel = "FILE", description = "A plan that `rollback plan -o` made.")
  private Path file = Path.of("");

  @Mixin private RunFlags flags = new RunFlags();
  @Mixin private ApprovalFiles approvals = new ApprovalFiles();

  ApplyCommand(World world) {
    super(world);
  }

  @Override
  ExitCode execute() {
    flags.refuseApproveAll();
    var workspace = workspace();
    var planFile = PlanFile.read(world().directory().resolve(file));
    refuse(new SavedPlans(world(), workspace).problems(planFile));
    var saved = planFile.plan();
    var read = workspace.parse(saved).orThrow();
    try (var session = workspace.session(Optional.of(saved.target()))) {
      var scenario = session.bind(read, PlanParameters.texts(saved), saved.at());
      var fresh = session.plan(scenario);
      refuse(Staleness.of(saved, fresh, scenario));
      var given = approvals.verified(world(), session, saved, List.of(), session.wholeApprovers());
      output().text(PlanText.of(saved, output().layout()));
      output().answer().line(Kind.PLAN, () -> PlanJson.of(saved));
      output().answer().document(Kind.PLAN, () -> PlanJson.of(saved));
      var job = new Job(world(), workspace, session, output(), flags.takeOver());
      return job.held(fresh)
          ? job.approveAndRun(saved, scenario, flags.mode(), given)
          : ExitCode.CHECK;
    }
  }

  private static void refuse(List<Diagnostic> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }
}
