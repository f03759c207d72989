package dev.rollback.scenario;

import dev.rollback.action.Capture;
import dev.rollback.action.Connection;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.StateAction;
import dev.rollback.condition.Condition;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A step whose inputs have values and whose connection is known: it can be observed. */
public sealed interface BoundStep {
  /** What every step has. */
  Meta meta();

  /** The step's id. */
  default String id() {
    return meta().id();
  }

  /**
   * What every step has.
   *
   * @param id unique in the scenario
   * @param name for people
   * @param when the condition under which it is done
   */
  record Meta(String id, String name, Optional<When> when) {}

  /**
   * A condition over parameters, evidence and causes, as it was written and compiled.
   *
   * @param evidence the ids of the evidence that it names
   */
  record When(String text, Condition condition, List<String> evidence) {
    /** The same of a scenario whose ids have this prefix. */
    When of(String prefix) {
      return new When(text, condition, evidence.stream().map(id -> prefix + id).toList());
    }

    /** Why what stands under this condition is left out. */
    public String unmet() {
      return CauseNames.only(text)
          .map(cause -> "the cause '" + cause + "' was not found")
          .orElse("its condition does not hold: " + text);
    }
  }

  /**
   * A move between states.
   *
   * @param way what its connection is called: {@code redis}, {@code redis.sessions}
   */
  record Move<S extends Record, R, W extends R>(
      Meta meta,
      String type,
      String way,
      Connection<R, W> connection,
      StateAction<S, R, W> action,
      Codec<S> codec,
      Duration timeout,
      StepForm.Retry retry,
      StepForm.OnFailure onFailure,
      Optional<Temporary> temporary,
      Map<String, Long> limit)
      implements BoundStep {}

  /**
   * A one-way action.
   *
   * @param timeout how long it may take; only of a {@link dev.rollback.action.TimedOneWayAction}
   */
  record OneWay<R, W extends R>(
      Meta meta,
      String type,
      String way,
      Connection<R, W> connection,
      OneWayAction<R, W> action,
      Optional<Duration> timeout,
      StepForm.OnFailure onFailure)
      implements BoundStep {}

  /**
   * A check.
   *
   * @param compares whether its expectation speaks of what it read before step 1
   */
  record Check<V extends Record, R, W extends R>(
      Meta meta,
      String type,
      String way,
      Connection<R, W> connection,
      dev.rollback.action.Check<V, R> check,
      Codec<V> codec,
      String expectation,
      Condition expect,
      boolean compares,
      Optional<Duration> sustained,
      Optional<Duration> within,
      Duration every)
      implements BoundStep {}

  /** Evidence that is kept. */
  record Collect<R, W extends R>(
      Meta meta,
      String type,
      String way,
      Connection<R, W> connection,
      Capture<R> capture,
      StepForm.OnFailure onFailure)
      implements BoundStep {}

  /** A question to a person. */
  record Gate(Meta meta, String question, Optional<StepForm.Approvers> approvers)
      implements BoundStep {}

  /** Something done by hand. */
  record Manual(Meta meta, String instruction) implements BoundStep {}

  /** Actions at the same time. */
  record Parallel(Meta meta, List<BoundStep> steps) implements BoundStep {}

  /** Alternatives. */
  record Choose(Meta meta, List<Branch> branches) implements BoundStep {}

  /** One alternative; without a condition it is always taken. */
  record Branch(Optional<When> when, List<BoundStep> steps) {}

  /** A named group. */
  record Phase(Meta meta, Optional<Duration> budget, List<BoundStep> steps) implements BoundStep {}

  /** Whether it only holds other steps. */
  default boolean isGroup() {
    return switch (this) {
      case Parallel _, Choose _, Phase _, Call _ -> true;
      case Move<?, ?, ?> _, OneWay<?, ?> _, Check<?, ?, ?> _, Collect<?, ?> _, Gate _, Manual _ ->
          false;
    };
  }

  /** Another scenario as one step. */
  record Call(Meta meta, BoundScenario scenario) implements BoundStep {}

  /**
   * What is missing in the target, where the step has no connection because it may be left out;
   * empty where it has one, or needs none. Such a step has a connection that throws this at whoever
   * asks it anything.
   */
  default List<Diagnostic> missing() {
    return switch (this) {
      case Move<?, ?, ?> m -> AbsentConnection.why(m.connection());
      case OneWay<?, ?> o -> AbsentConnection.why(o.connection());
      case Check<?, ?, ?> c -> AbsentConnection.why(c.connection());
      case Collect<?, ?> c -> AbsentConnection.why(c.connection());
      case Gate _, Manual _, Parallel _, Choose _, Phase _, Call _ -> List.of();
    };
  }

  /**
   * These steps, where the target has every connection that they need.
   *
   * @throws UserException with everything that is missing
   */
  static <S extends BoundStep> List<S> connected(List<S> steps) {
    var missing = steps.stream().flatMap(s -> s.missing().stream()).distinct().toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    return steps;
  }

  /** This step and every step within it, in order, but not those of a scenario that it calls. */
  default Stream<BoundStep> own() {
    return this instanceof Call
        ? Stream.of(this)
        : Stream.concat(Stream.of(this), children().flatMap(BoundStep::own));
  }

  /** This step and every step within it, in order. */
  default Stream<BoundStep> flatten() {
    return Stream.concat(Stream.of(this), children().flatMap(BoundStep::flatten));
  }

  /** The steps directly within it, of all alternatives. */
  default Stream<BoundStep> children() {
    return switch (this) {
      case Parallel p -> p.steps().stream();
      case Phase p -> p.steps().stream();
      case Choose c -> c.branches().stream().flatMap(b -> b.steps().stream());
      case Call c -> c.scenario().steps().stream();
      case Move<?, ?, ?> _, OneWay<?, ?> _, Check<?, ?, ?> _, Collect<?, ?> _, Gate _, Manual _ ->
          Stream.empty();
    };
  }
}
