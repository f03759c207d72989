package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal says of one step.
 *
 * @param id the step's id
 * @param phase how far it is
 * @param attempts how many attempts began
 * @param kept the states between which it moves, once the state before was kept
 * @param written whether the system has answered the write
 * @param unknown whether a write may have taken effect although no answer came
 * @param note what there is to say about how it ended
 * @param advice what to do next, where it failed
 * @param check what was read, of a check
 * @param answer who answered it, of a gate or a manual step
 * @param due when a temporary change must be taken back
 * @param began when its first attempt began
 * @param ended when it was done, failed or was taken back
 */
public record StepState(
    String id,
    Phase phase,
    int attempts,
    Optional<Kept> kept,
    boolean written,
    boolean unknown,
    String note,
    String advice,
    Optional<CheckResult> check,
    Optional<Approval> answer,
    Optional<Instant> due,
    Optional<Instant> began,
    Optional<Instant> ended) {

  /** How far a step is. */
  public enum Phase {
    /** It has not begun. */
    PENDING,
    /** It has begun, or the process died in it. */
    RUNNING,
    /** It changed something. */
    CHANGED,
    /** There was nothing to do. */
    ALREADY,
    /** A check passed. */
    PASSED,
    /** A person confirmed it. */
    CONFIRMED,
    /** Its condition did not hold. */
    SKIPPED,
    /** It failed, or a gate was declined. */
    FAILED,
    /** It is being taken back, or the process died in that. */
    UNDOING,
    /** It was taken back. */
    UNDONE,
    /** It could not be taken back. */
    UNDO_FAILED;

    /**
     * Whether a run that goes on leaves it as it is. Where a step was taken back and the run was
     * not, the step was temporary: it has been done.
     */
    public boolean done() {
      return switch (this) {
        case CHANGED, ALREADY, PASSED, CONFIRMED, SKIPPED, UNDOING, UNDONE, UNDO_FAILED -> true;
        case PENDING, RUNNING, FAILED -> false;
      };
    }
  }

  /** The states between which a step moves. */
  public record Kept(JsonNode before, JsonNode after, Optional<BlobRef> content) {}

  /** A step of which nothing is known yet. */
  static StepState pending(String id) {
    return new StepState(
        id,
        Phase.PENDING,
        0,
        Optional.empty(),
        false,
        false,
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the system may be in another state than before this step. */
  public boolean mayHaveChanged() {
    return kept.isPresent() && phase != Phase.UNDONE;
  }

  /** How long it took; zero where it has not both begun and ended. */
  public Duration elapsed() {
    return began.flatMap(from -> ended.map(to -> Elapsed.between(from, to))).orElse(Duration.ZERO);
  }

  StepState started(int attempt, Instant at) {
    return new StepState(
        id,
        Phase.RUNNING,
        attempt,
        kept,
        written,
        unknown,
        "",
        "",
        check,
        answer,
        due,
        began.or(() -> Optional.of(at)),
        Optional.empty());
  }

  StepState keeping(Kept states) {
    return new StepState(
        id,
        Phase.RUNNING,
        attempts,
        Optional.of(states),
        false,
        false,
        note,
        advice,
        check,
        answer,
        due,
        began,
        ended);
  }

  StepState wrote() {
    return new StepState(
        id, phase, attempts, kept, true, false, note, advice, check, answer, due, began, ended);
  }

  StepState at(Phase next, String said, Instant at) {
    return new StepState(
        id,
        next,
        attempts,
        kept,
        written,
        unknown,
        said,
        "",
        check,
        answer,
        due,
        began.or(() -> Optional.of(at)),
        Optional.of(at));
  }

  StepState failed(Phase next, String why, String next2, boolean uncertain, Instant at) {
    return new StepState(
        id,
        next,
        attempts,
        kept,
        written,
        uncertain,
        why,
        next2,
        check,
        answer,
        due,
        began.or(() -> Optional.of(at)),
        Optional.of(at));
  }

  StepState read(CheckResult result, Instant at) {
    return new StepState(
        id,
        phase,
        attempts,
        kept,
        written,
        unknown,
        note,
        advice,
        Optional.of(result),
        answer,
        due,
        began.or(() -> Optional.of(at)),
        Optional.of(at));
  }

  StepState answered(Approval by) {
    return new StepState(
        id,
        phase,
        attempts,
        kept,
        written,
        unknown,
        note,
        advice,
        check,
        Optional.of(by),
        due,
        began,
        ended);
  }

  StepState dueAt(Instant when) {
    return new StepState(
        id,
        phase,
        attempts,
        kept,
        written,
        unknown,
        note,
        advice,
        check,
        answer,
        Optional.of(when),
        began,
        ended);
  }
}
