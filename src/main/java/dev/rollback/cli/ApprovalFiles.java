package dev.rollback.cli;

import dev.rollback.approval.Approvals;
import dev.rollback.approval.OwnKeys;
import dev.rollback.approval.SignedText;
import dev.rollback.approval.SshKeygen;
import dev.rollback.approval.Verifier;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of commands that take signed approvals. */
final class ApprovalFiles {
  @Option(
      names = "--approval",
      paramLabel = "FILE",
      description =
          "An approval that `rollback approve` made on another machine; may be repeated. Each is"
              + " verified, and must be of this very plan.")
  private List<Path> files = new ArrayList<>();

  /**
   * Verifies them.
   *
   * @param operators who has run the plan so far; who runs it now is one anyway
   * @param whole who must approve the plan as a whole
   * @throws dev.rollback.plan.RefusedException with everything that is wrong
   */
  Approvals verified(
      World world,
      Session session,
      Plan plan,
      Collection<String> operators,
      List<Approvers> whole) {
    if (files.isEmpty()) {
      return Approvals.none();
    }
    var given = new LinkedHashMap<String, SignedText>();
    files.forEach(f -> given.put(f.toString(), SignedText.read(world.directory().resolve(f))));
    var everybody = new ArrayList<>(operators);
    everybody.add(world.user());
    var keygen = new SshKeygen(world.environment());
    var subject = new Verifier.Subject(PlanDigest.of(plan), plan.scenario(), plan.target());
    var own = OwnKeys.of(world.environment(), keygen);
    var verifier = new Verifier(session.signers(), keygen, subject, everybody, own);
    return Approvals.of(verifier, given, plan, whole, world.clock().instant());
  }
}
