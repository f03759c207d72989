package dev.rollback.plan;

import dev.rollback.action.Action;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Observed;
import dev.rollback.action.Target;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the steps planned so far will have made of the systems. Where a system can be imagined, the
 * very code that will write does so in the imagination, and later steps look there; where it
 * cannot, a later step on the same target starts from the state that was planned; and what neither
 * can tell is not known before the step's turn.
 */
final class Projection {
  private final Map<String, Optional<?>> imagined = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private Optional<List<Supplier<Effect>>> together = Optional.empty();

  /** What an earlier step will have done to a target. */
  private sealed interface Effect {
    String step();

    String connection();

    Target target();
  }

  /**
   * It will be in this state.
   *
   * @param seen whether the imagined system is
   */
  private record Made(String step, String connection, Target target, Record state, boolean seen)
      implements Effect {}

  /** Nobody knows which state it will be in. */
  private record Unforeseen(String step, String connection, Target target) implements Effect {}

  /** What a step will find at its turn. */
  sealed interface Sight<S extends Record, R> {
    /**
     * This, seen through this client.
     *
     * @param after the earlier step that will have made it, where one will
     */
    record Seen<S extends Record, R>(Observed<S> observed, R system, Optional<String> after)
        implements Sight<S, R> {}

    /** The state that an earlier step's plan ends with; the system has not been asked. */
    record Taken<S extends Record, R>(S state, String after) implements Sight<S, R> {}

    /** Nobody knows, and why. */
    record Unknown<S extends Record, R>(String why) implements Sight<S, R> {}
  }

  /**
   * What this step will find.
   *
   * @throws dev.rollback.diagnostic.SystemException when it cannot be observed
   */
  <S extends Record, R, W extends R> Sight<S, R> of(BoundStep.Move<S, R, W> step, String label) {
    var earlier = before(label, step.action().target());
    var unforeseen = earlier.stream().filter(Unforeseen.class::isInstance).findFirst();
    if (unforeseen.isPresent()) {
      return unknown(unforeseen.get());
    }
    var made = earlier.stream().map(Made.class::cast).toList();
    if (made.stream().allMatch(Made::seen)) {
      R system = imagined(step, label).<R>map(w -> w).orElseGet(step.connection()::reader);
      var after = made.stream().map(Made::step).findFirst();
      return new Sight.Seen<>(step.action().observe(system), system, after);
    }
    var last = made.getFirst();
    return last.target().equals(step.action().target())
            && step.codec().type().isInstance(last.state())
        ? new Sight.Taken<>(step.codec().type().cast(last.state()), last.step())
        : unknown(last);
  }

  /** What changes of a target come before, the latest first. */
  private List<Effect> before(String label, Target target) {
    return effects.reversed().stream()
        .filter(e -> e.connection().equals(label) && e.target().overlaps(target))
        .toList();
  }

  private static <S extends Record, R> Sight<S, R> unknown(Effect earlier) {
    return new Sight.Unknown<>(
        "step '%s' changes %s before it".formatted(earlier.step(), earlier.target().label()));
  }

  /**
   * The step will change what was seen so. In the imagination that is done at once.
   *
   * @throws dev.rollback.diagnostic.SystemException when the write would be refused
   */
  <S extends Record, R, W extends R> void change(
      BoundStep.Move<S, R, W> step, String label, Sight<S, R> sight, S after) {
    keep(
        () -> {
          var seen =
              switch (sight) {
                case Sight.Seen<S, R>(var observed, var _, var _) ->
                    write(step, label, observed, after);
                case Sight.Taken<S, R> _, Sight.Unknown<S, R> _ -> false;
              };
          return new Made(step.id(), label, step.action().target(), after, seen);
        });
  }

  private <S extends Record, R, W extends R> boolean write(
      BoundStep.Move<S, R, W> step, String label, Observed<S> from, S to) {
    var system = imagined(step, label);
    return switch (step.action()) {
      case Action<S, R, W> action -> {
        system.ifPresent(w -> action.write(from, to, w));
        yield system.isPresent();
      }
      // What it would need is the content of all its objects, in memory.
      case BulkAction<S, R, W> _ -> false;
    };
  }

  /** The step will change its target, and nobody knows to what. */
  void unforeseen(String step, String label, Target target) {
    keep(() -> new Unforeseen(step, label, target));
  }

  private void keep(Supplier<Effect> effect) {
    together.ifPresentOrElse(all -> all.add(effect), () -> effects.add(effect.get()));
  }

  /**
   * Plans steps that will run at the same time: none of them builds upon another, whatever follows
   * builds upon all.
   *
   * @throws dev.rollback.diagnostic.SystemException when one of their writes would be refused
   */
  void atTheSameTime(Runnable planning) {
    var made = new ArrayList<Supplier<Effect>>();
    together = Optional.of(made);
    planning.run();
    together = Optional.empty();
    made.stream().map(Supplier::get).forEach(effects::add);
  }

  /** The label names the adapter and the connection, and so the type of the client. */
  @SuppressWarnings("unchecked")
  private <S extends Record, R, W extends R> Optional<W> imagined(
      BoundStep.Move<S, R, W> step, String label) {
    return (Optional<W>) imagined.computeIfAbsent(label, _ -> step.connection().imagined());
  }
}
