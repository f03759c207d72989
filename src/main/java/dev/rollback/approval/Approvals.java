package dev.rollback.approval;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.plan.SignedApproval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The approvals of one plan, verified: each by another person, each for something. */
public final class Approvals {
  private final List<Verifier.Verified> all;

  private Approvals(List<Verifier.Verified> all) {
    this.all = List.copyOf(all);
  }

  /** No approvals. */
  public static Approvals none() {
    return new Approvals(List.of());
  }

  /**
   * Verifies all that were given: every one must hold, because somebody named it.
   *
   * @param given by the names of their files
   * @param whole who must approve the plan as a whole
   * @throws RefusedException with everything that is wrong
   */
  public static Approvals of(
      Verifier verifier,
      Map<String, SignedText> given,
      Plan plan,
      List<Approvers> whole,
      Instant now) {
    var good = new ArrayList<Verifier.Verified>();
    var problems = new ArrayList<Diagnostic>();
    var seen = new HashMap<String, String>();
    given.forEach(
        (name, text) -> {
          switch (verifier.verify(name, text, now)) {
            case Verifier.Verdict.Bad(var why) -> problems.add(why);
            case Verifier.Verdict.Good(var approval) -> {
              twice(name, approval, seen).ifPresent(problems::add);
              useless(name, approval, plan, whole).ifPresent(problems::add);
              good.add(approval);
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
    return new Approvals(good);
  }

  private static Optional<Diagnostic> twice(
      String name, Verifier.Verified approval, Map<String, String> seen) {
    var other = Optional.ofNullable(seen.putIfAbsent(approval.signed().by(), name));
    return other
        .or(() -> Optional.ofNullable(seen.putIfAbsent(approval.signed().key(), name)))
        .map(
            first ->
                Diagnostic.error(
                        "%s is refused: it is by '%s' again, after %s: a person counts once"
                            .formatted(name, approval.signed().by(), first))
                    .advise("Have somebody else of the role approve it."));
  }

  /** One by a person who is not asked for is a misunderstanding that somebody should know of. */
  private static Optional<Diagnostic> useless(
      String name, Verifier.Verified approval, Plan plan, List<Approvers> whole) {
    var wanted = new TreeSet<String>();
    if (approval.statement().whole()) {
      whole.forEach(w -> wanted.add(w.role()));
    }
    plan.all()
        .filter(s -> approval.statement().gates().contains(s.id()))
        .forEach(
            s -> {
              if (s instanceof PlannedStep.Gate g) {
                g.approvers().ifPresent(a -> wanted.add(a.role()));
              }
            });
    if (wanted.isEmpty() || approval.signed().roles().stream().anyMatch(wanted::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        Diagnostic.error(
                "%s is refused: '%s' has the role %s, and what it approves (%s) needs %s"
                    .formatted(
                        name,
                        approval.signed().by(),
                        String.join(", ", approval.signed().roles()),
                        approval.statement().subject(),
                        String.join(" and ", wanted)))
            .advise("Have it approved by somebody of that role."));
  }

  /** Whether there are any. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those that hold now for the plan as a whole, of this role. */
  public List<SignedApproval> ofPlan(String role, Instant now) {
    return all.stream()
        .filter(a -> a.statement().whole())
        .filter(a -> holds(a, role, now))
        .map(Verifier.Verified::signed)
        .toList();
  }

  /** Those that hold now for this gate, of this role. */
  public List<SignedApproval> ofGate(String gate, String role, Instant now) {
    return all.stream()
        .filter(a -> a.statement().gates().contains(gate))
        .filter(a -> holds(a, role, now))
        .map(Verifier.Verified::signed)
        .toList();
  }

  /** Those for this gate that have expired since they were given; their persons' names. */
  public List<String> expired(String gate, Instant now) {
    return all.stream()
        .filter(a -> a.statement().gates().contains(gate))
        .filter(a -> !now.isBefore(a.statement().until()))
        .map(a -> a.signed().by())
        .toList();
  }

  private static boolean holds(Verifier.Verified approval, String role, Instant now) {
    return approval.signed().roles().contains(role) && now.isBefore(approval.statement().until());
  }
}
