package dev.rollback.action;

/**
 * The registration of an action, a check or a capture: its name, and the records that describe it.
 * Binding, schema, reference page and codec are derived from these.
 *
 * @param <R> the reading client of its system
 * @param <W> the writing client of its system
 */
public sealed interface StepType<R, W extends R> {
  /** {@code system.verb}: {@code kubernetes.set-env}. */
  String name();

  /** The record that {@code with:} is bound to. */
  Class<? extends Record> inputs();

  /** A move between states. */
  record ActionType<A extends Record & StateAction<S, R, W>, S extends Record, R, W extends R>(
      String name, Class<A> inputs, Class<S> state) implements StepType<R, W> {}

  /** A one-way action. */
  record OneWayType<A extends Record & OneWayAction<R, W>, R, W extends R>(
      String name, Class<A> inputs) implements StepType<R, W> {}

  /** A check. */
  record CheckType<C extends Record & Check<V, R>, V extends Record, R, W extends R>(
      String name, Class<C> inputs, Class<V> values) implements StepType<R, W> {}

  /** Evidence that is kept. */
  record CaptureType<C extends Record & Capture<R>, R, W extends R>(String name, Class<C> inputs)
      implements StepType<R, W> {}

  /** Registers an action. */
  static <A extends Record & StateAction<S, R, W>, S extends Record, R, W extends R>
      StepType<R, W> action(String name, Class<A> inputs, Class<S> state) {
    return new ActionType<>(name, inputs, state);
  }

  /** Registers a one-way action. */
  static <A extends Record & OneWayAction<R, W>, R, W extends R> StepType<R, W> oneWay(
      String name, Class<A> inputs) {
    return new OneWayType<>(name, inputs);
  }

  /** Registers evidence that can be kept. */
  static <C extends Record & Capture<R>, R, W extends R> StepType<R, W> capture(
      String name, Class<C> inputs) {
    return new CaptureType<>(name, inputs);
  }

  /** Registers a check. */
  static <C extends Record & Check<V, R>, V extends Record, R, W extends R> StepType<R, W> check(
      String name, Class<C> inputs, Class<V> values) {
    return new CheckType<>(name, inputs, values);
  }
}
