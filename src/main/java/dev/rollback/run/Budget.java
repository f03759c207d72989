package dev.rollback.run;

import dev.rollback.plan.Limits;
import dev.rollback.plan.RunLimit;
import dev.rollback.scenario.BoundStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has moved so far, held against what it may move in all. It is computed from the states
 * that the journal holds, so that a run that goes on after a crash counts what it did before. What
 * was taken back was moved all the same.
 */
final class Budget {
  private final List<RunLimit> limits;
  private final Map<String, Map<String, Long>> moved = new LinkedHashMap<>();

  private Budget(List<RunLimit> limits) {
    this.limits = limits;
  }

  /** Of a run with this journal, whose steps are bound. */
  static Budget of(RunState state, Map<String, BoundStep> bound) {
    var budget = new Budget(state.plan().limits());
    if (!budget.limits.isEmpty()) {
      state.steps().forEach((id, step) -> step.kept().ifPresent(k -> budget.count(bound, id, k)));
    }
    return budget;
  }

  private void count(Map<String, BoundStep> bound, String id, StepState.Kept kept) {
    if (bound.get(id) instanceof BoundStep.Move<?, ?, ?> move) {
      moved.put(id, magnitude(move, kept));
    }
  }

  private static <S extends Record, R, W extends R> Map<String, Long> magnitude(
      BoundStep.Move<S, R, W> step, StepState.Kept kept) {
    return step.action()
        .magnitude(step.codec().decode(kept.before()), step.codec().decode(kept.after()));
  }

  /**
   * Counts what a step is about to move. Steps that run at the same time are counted one by one, so
   * that they are not both let through.
   *
   * @return why it may not; then it is not counted
   */
  synchronized Optional<String> take(String step, Map<String, Long> magnitude) {
    var all = new LinkedHashMap<>(moved);
    all.put(step, magnitude);
    var exceeded = Limits.exceededInAll(limits, all);
    if (exceeded.isEmpty()) {
      moved.put(step, magnitude);
    }
    return exceeded;
  }

  /** The step has certainly moved nothing. */
  synchronized void giveBack(String step) {
    moved.remove(step);
  }
}
