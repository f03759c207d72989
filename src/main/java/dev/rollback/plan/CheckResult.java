package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Doc;
import java.time.Instant;

/** What a check read and how it was judged. */
@Doc("What a check read and how it was judged.")
public record CheckResult(
    @Doc("The check's id in its scenario.") String id,
    @Doc("Its name, for people.") String name,
    @Doc("The check.") String check,
    @Doc("What was expected, in CEL.") String expect,
    @Doc("The judgement.") Verdict verdict,
    @Doc("What was read.") JsonNode values,
    @Doc("Why it did not pass; empty where it did.") String why,
    @Doc("When it was read last.") Instant at,
    @Doc("How many times it was read.") int samples) {

  /** A judgement. */
  public enum Verdict {
    /** What was read is as expected. */
    PASS,
    /** What was read is not as expected. */
    FAIL,
    /** There was nothing to judge. Never a pass. */
    INCONCLUSIVE
  }
}
