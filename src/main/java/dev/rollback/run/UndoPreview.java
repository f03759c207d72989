package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Target;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Diff;
import dev.rollback.plan.Drifted;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an undo would meet, read from the systems before anything is taken back. */
public final class UndoPreview {
  private final RunState run;
  private final BoundScenario scenario;

  /** Of a run, with its scenario bound to its target. */
  public UndoPreview(RunState run, BoundScenario scenario) {
    this.run = run;
    this.scenario = scenario;
  }

  /** What was found for one step. */
  public sealed interface Found {
    /** It is as the run wrote it: it will be brought back. */
    record AsWritten() implements Found {}

    /** It is as before the run already. */
    record AsBefore() implements Found {}

    /** It is on the way between the two: it will be brought back from there. */
    record Partway() implements Found {}

    /** Somebody else has changed it since. */
    record Changed(List<Drifted> fields) implements Found {}

    /**
     * Another step that is taken back before it has changed the same thing in another way: it is
     * looked at in its turn.
     */
    record Later(String after) implements Found {}

    /** It cannot be taken back, and the plan had said so. */
    record Impossible(String why) implements Found {}

    /** It cannot be read now. */
    record Unreadable(String why, String advice) implements Found {}
  }

  /** Reads what each of these steps has changed; the order is that of the undo. */
  public Map<String, Found> of(List<String> steps) {
    var found = new LinkedHashMap<String, Found>();
    run.toUndo().stream()
        .filter(s -> steps.isEmpty() || steps.contains(s.id()))
        .forEach(s -> found.put(s.id(), look(s, List.copyOf(found.keySet()))));
    return found;
  }

  /** Of what was taken back before it, it will see the state that this leaves behind. */
  private Found look(StepState step, List<String> before) {
    var move = move(step.id());
    var last = before.reversed().stream().filter(b -> overlap(b, step.id())).findFirst();
    if (last.isEmpty()) {
      return look(move, step, Optional.empty());
    }
    var other = move(last.get());
    var sameState = other.type().equals(move.type()) && target(other).equals(target(move));
    return sameState
        ? look(move, step, run.step(last.get()).kept().map(StepState.Kept::before))
        : new Found.Later(last.get());
  }

  private BoundStep.Move<?, ?, ?> move(String id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException("a step that kept a state is no move: " + id));
  }

  private Optional<BoundStep.Move<?, ?, ?>> find(String id) {
    return scenario
        .all()
        .filter(s -> s.id().equals(id))
        .<BoundStep.Move<?, ?, ?>>mapMulti(
            (s, found) -> {
              if (s instanceof BoundStep.Move<?, ?, ?> m) {
                found.accept(m);
              }
            })
        .findFirst();
  }

  private static <S extends Record, R, W extends R> Found look(
      BoundStep.Move<S, R, W> step, StepState state, Optional<JsonNode> projected) {
    if (step.action().undo() instanceof Undo.Impossible(var why)) {
      return new Found.Impossible(why);
    }
    var kept = state.kept().orElseThrow();
    var before = step.codec().decode(kept.before());
    var after = step.codec().decode(kept.after());
    try {
      var now =
          projected.isPresent()
              ? step.codec().decode(projected.get())
              : step.action().observe(step.connection().reader()).state();
      if (now.equals(before)) {
        return new Found.AsBefore();
      } else if (now.equals(after)) {
        return new Found.AsWritten();
      } else if (step.action().partway(after, before, now)) {
        return new Found.Partway();
      }
      return new Found.Changed(
          Diff.since(step.codec().shape(), kept.before(), kept.after(), step.codec().encode(now)));
    } catch (SystemException e) {
      return new Found.Unreadable(e.problem(), e.advice().orElse(""));
    }
  }

  /**
   * Which later steps build on these and are still in place: they wrote to the same thing, on top
   * of what these wrote.
   *
   * @return by step, those that build on it; empty when nothing does
   */
  public Map<String, List<String>> builtOn(List<String> steps) {
    var built = new LinkedHashMap<String, List<String>>();
    for (var id : steps) {
      var later = new ArrayList<String>();
      var written = run.written();
      for (var other : written.subList(written.indexOf(id) + 1, written.size())) {
        if (!steps.contains(other) && run.step(other).mayHaveChanged() && overlap(id, other)) {
          later.add(other);
        }
      }
      if (!later.isEmpty()) {
        built.put(id, List.copyOf(later));
      }
    }
    return built;
  }

  private boolean overlap(String one, String other) {
    var first = move(one);
    var second = move(other);
    return first.way().equals(second.way()) && target(first).overlaps(target(second));
  }

  private static Target target(BoundStep.Move<?, ?, ?> step) {
    return step.action().target();
  }
}
