package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.Approval;
import dev.rollback.plan.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param evidence the files that were kept, of a capture
 * @param answer who answered it, of a gate or a manual step
 * @param due when a temporary change must be taken back
 * @param back whether and how an undo has taken it back
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
    List<BlobRef> evidence,
    Optional<Approval> answer,
    Optional<Instant> due,
    Back back,
    Optional<Instant> began,
    Optional<Instant> ended) {

  /** Keeps its own copy. */
  public StepState {
    evidence = List.copyOf(evidence);
  }

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
    /** Evidence was kept. */
    KEPT,
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
    UNDO_FAILED,
    /** It is being put back after an undo, or the process died in that. */
    REDOING,
    /** It could not be put back after an undo. */
    REDO_FAILED;

    /**
     * Whether a run that goes on leaves it as it is. Where a step was taken back and the run was
     * not, the step was temporary: it has been done.
     */
    public boolean done() {
      return switch (this) {
        case CHANGED,
            ALREADY,
            PASSED,
            KEPT,
            CONFIRMED,
            SKIPPED,
            UNDOING,
            UNDONE,
            UNDO_FAILED,
            REDOING,
            REDO_FAILED ->
            true;
        case PENDING, RUNNING, FAILED -> false;
      };
    }
  }

  /** What an undo did about a step. */
  public enum Back {
    /** Nothing; a temporary change whose time was over is no undo. */
    NO,
    /** It wrote the state before: a redo can put the step back. */
    WRITTEN,
    /**
     * The state before was there already: the step had not taken effect, or somebody was faster.
     */
    FOUND
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
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Back.NO,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether an undo has taken it back and a redo can put it back. */
  public boolean takenBack() {
    return back == Back.WRITTEN;
  }

  /**
   * Of a one-way action: whether it was done, or may have been. It was not where its last attempt
   * certainly had no effect: nothing was sent or started.
   */
  public boolean mayHaveBeenDone() {
    return attempts > 0 && (phase != Phase.FAILED || unknown);
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
    var next = new Draft(this);
    next.phase = Phase.RUNNING;
    next.attempts = attempt;
    next.note = "";
    next.advice = "";
    next.began = began.or(() -> Optional.of(at));
    next.ended = Optional.empty();
    return next.state();
  }

  StepState keeping(Kept states) {
    var next = new Draft(this);
    next.phase = Phase.RUNNING;
    next.kept = Optional.of(states);
    next.written = false;
    next.unknown = false;
    next.back = Back.NO;
    return next.state();
  }

  StepState wrote() {
    var next = new Draft(this);
    next.written = true;
    next.unknown = false;
    return next.state();
  }

  /** The write was not made: what was kept for it is needed no more. */
  StepState unwritten() {
    var next = new Draft(this);
    next.kept = Optional.empty();
    next.unknown = false;
    return next.state();
  }

  StepState at(Phase phase, String said, Instant at) {
    var next = new Draft(this);
    next.phase = phase;
    next.note = said;
    next.advice = "";
    next.began = began.or(() -> Optional.of(at));
    next.ended = Optional.of(at);
    return next.state();
  }

  StepState failed(Phase phase, String why, String advice, boolean uncertain, Instant at) {
    var next = new Draft(at(phase, why, at));
    next.advice = advice;
    next.unknown = uncertain;
    return next.state();
  }

  /** It was taken back. */
  StepState undone(String said, Back how, Instant at) {
    var next = new Draft(at(Phase.UNDONE, said, at));
    next.back = how;
    return next.state();
  }

  /** It was put back: it is as if it had never been taken back. */
  StepState redone(String said, Instant at) {
    var next = new Draft(at(Phase.CHANGED, said, at));
    next.back = Back.NO;
    next.written = true;
    next.unknown = false;
    return next.state();
  }

  StepState read(CheckResult result, Instant at) {
    var next = new Draft(this);
    next.check = Optional.of(result);
    next.began = began.or(() -> Optional.of(at));
    next.ended = Optional.of(at);
    return next.state();
  }

  /** What an earlier attempt has kept stays: it may be all that is left of that moment. */
  StepState collected(List<BlobRef> files) {
    var next = new Draft(this);
    next.evidence = Stream.concat(evidence.stream(), files.stream()).toList();
    return next.state();
  }

  StepState answered(Approval by) {
    var next = new Draft(this);
    next.answer = Optional.of(by);
    return next.state();
  }

  StepState dueAt(Instant when) {
    var next = new Draft(this);
    next.due = Optional.of(when);
    return next.state();
  }

  /** A copy in which single components are other ones. */
  private static final class Draft {
    private final StepState from;
    private Phase phase;
    private int attempts;
    private Optional<Kept> kept;
    private boolean written;
    private boolean unknown;
    private String note;
    private String advice;
    private Optional<CheckResult> check;
    private List<BlobRef> evidence;
    private Optional<Approval> answer;
    private Optional<Instant> due;
    private Back back;
    private Optional<Instant> began;
    private Optional<Instant> ended;

    Draft(StepState from) {
      this.from = from;
      this.phase = from.phase;
      this.attempts = from.attempts;
      this.kept = from.kept;
      this.written = from.written;
      this.unknown = from.unknown;
      this.note = from.note;
      this.advice = from.advice;
      this.check = from.check;
      this.evidence = from.evidence;
      this.answer = from.answer;
      this.due = from.due;
      this.back = from.back;
      this.began = from.began;
      this.ended = from.ended;
    }

    StepState state() {
      return new StepState(
          from.id, phase, attempts, kept, written, unknown, note, advice, check, evidence, answer,
          due, back, began, ended);
    }
  }
}
