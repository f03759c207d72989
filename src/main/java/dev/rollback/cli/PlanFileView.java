package dev.rollback.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.report.CommandJson;
import dev.rollback.report.DiagnosticJson;
import dev.rollback.report.PlanText;
import dev.rollback.shape.Codec;
import java.util.List;

/** Shows a saved plan and what keeps it from being applied, without any connection. */
final class PlanFileView {
  private final World world;
  private final Workspace workspace;
  private final Output output;

  PlanFileView(World world, Workspace workspace, Output output) {
    this.world = world;
    this.workspace = workspace;
    this.output = output;
  }

  /** Shows it. */
  void show(PlanFile file) {
    var problems = new SavedPlans(world, workspace).problems(file);
    output.text(PlanText.of(file.plan(), output.layout()));
    output.line("");
    output.line(verdict(file, problems));
    problems.forEach(
        p -> {
          output.line("  " + p.message());
          p.advice().ifPresent(a -> output.line("    " + a));
        });
    output.answer().show(Kind.SAVED_PLAN, () -> json(file, problems));
  }

  private static String verdict(PlanFile file, List<Diagnostic> problems) {
    if (problems.isEmpty()) {
      return "It can be applied until it expires, if nothing has moved since: `rollback apply`"
          + " looks.";
    }
    return file.run().isPresent() ? "For approvals only:" : "It can no longer be applied:";
  }

  private static JsonNode json(PlanFile file, List<Diagnostic> problems) {
    var obstacles = problems.stream().map(DiagnosticJson.Form::of).toList();
    return Codec.of(CommandJson.SavedPlan.class)
        .encode(CommandJson.SavedPlan.of(file.plan(), obstacles));
  }
}
