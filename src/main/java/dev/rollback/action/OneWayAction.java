package dev.rollback.action;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An action that is no move between states: a message, an arbitrary command. It is done at most
 * once; when nobody knows whether it was done, a person or its own check tells, and it is never
 * repeated blindly. Implementations are records, and their components are what is written under
 * {@code with:}.
 */
public interface OneWayAction<R, W extends R> {
  /** What it is done to. Pure. */
  Target target();

  /** What it needs. */
  List<Requirement<R>> requirements();

  /** How much harm it can do. Pure. */
  Risk risk();

  /** Exactly what will be sent or started, for the preview. Pure. */
  String preview();

  /**
   * Does it.
   *
   * @return what there is to say about it, one line
   * @throws dev.rollback.diagnostic.SystemException whose effect tells whether it may have been
   *     done
   */
  String execute(W system);

  /**
   * The same, for one that has something to tell while it goes on.
   *
   * @param progress is told it, a line each, by any thread; calls are cheap
   */
  default String execute(W system, Consumer<String> progress) {
    return execute(system);
  }

  /**
   * Whether it was done, as far as the system can tell; empty where only a person can. Reads only.
   */
  default Optional<Boolean> done(R system) {
    return Optional.empty();
  }
}
