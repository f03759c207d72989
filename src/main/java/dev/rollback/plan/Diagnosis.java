package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.util.List;

/**
 * Which of the causes that a scenario is for the evidence has shown. Where it has shown none, the
 * scenario is not for what has happened, and its plan changes nothing.
 *
 * @param after one reading of each check that decides success; read only where no cause was found
 */
@Doc("Which of the causes that the scenario is for the evidence has shown.")
public record Diagnosis(
    @Doc("The causes that were looked for, in the order of the runbook.") List<Cause> causes,
    @Doc(
            "Where none was found: one reading of each check that decides success. All passed means"
                + " that there is nothing to do, else this is not the scenario for what has"
                + " happened.")
        List<CheckResult> after) {

  /** A cause that was looked for. */
  @Doc("A cause that was looked for.")
  public record Cause(
      @Doc("Its name.") String id,
      @Doc("What is wrong then.") String title,
      @Doc("The condition under which it is found, in CEL.") String when,
      @Doc("Whether it was found.") Verdict verdict,
      @Doc("The evidence that decides it, by id.") List<String> evidence,
      @Doc("Why it could not be told; empty where it could.") String why) {}

  /** What came of looking for a cause. */
  public enum Verdict {
    /** The evidence shows it. */
    FOUND,
    /** The evidence shows that it is not the cause. */
    NOT_FOUND,
    /** The evidence does not tell. Never as good as found. */
    UNKNOWN
  }

  /** The names of the causes that were found. */
  public List<String> found() {
    return causes.stream().filter(c -> c.verdict() == Verdict.FOUND).map(Cause::id).toList();
  }

  /** Whether nothing is changed, because no cause was found that the scenario is for. */
  public boolean idle() {
    return !after.isEmpty(); // at least one such check has no condition
  }

  /** The checks that decide success and do not pass, although no cause was found. */
  public List<CheckResult> unexplained() {
    return after.stream().filter(c -> c.verdict() != CheckResult.Verdict.PASS).toList();
  }
}
