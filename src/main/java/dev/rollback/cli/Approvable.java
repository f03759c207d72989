package dev.rollback.cli;

import dev.rollback.approval.Signers;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether those are there who must approve a plan's gates: found out before its first step. */
final class Approvable {
  private final Signers signers;

  Approvable(Signers signers) {
    this.signers = signers;
  }

  /**
   * Looks at every gate.
   *
   * @throws RefusedException naming the gates whose approvals nobody can give
   */
  void require(Plan plan) {
    var problems = new ArrayList<Diagnostic>();
    plan.all()
        .filter(PlannedStep.Gate.class::isInstance)
        .map(PlannedStep.Gate.class::cast)
        .forEach(
            gate ->
                gate.approvers()
                    .flatMap(a -> problem("gate '" + gate.id() + "'", a))
                    .ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  /** Why nobody, or too few, can approve; empty where there are enough. */
  Optional<Diagnostic> problem(String what, Approvers needed) {
    var persons = signers.roles().getOrDefault(needed.role(), List.of()).size();
    if (persons >= needed.count()) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.error(
                "%s needs signed approvals, %s, and rollback.yaml has %s"
                    .formatted(
                        what,
                        needed.label(),
                        persons == 0 ? "nobody of that role" : "only " + persons))
            .advise(
                "Add them there under `roles:`, with their keys. Where whoever runs a gate may"
                    + " answer it, the target says so: policy: {gates: terminal}.")
            .see(Topic.APPROVALS));
  }
}
