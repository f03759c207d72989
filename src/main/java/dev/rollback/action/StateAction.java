package dev.rollback.action;

import java.util.List;
import java.util.Map;

/**
 * Moves one target from the state it is in to the state it should be in. Implementations are
 * records, and their components are what is written under {@code with:}.
 *
 * <p>All methods that take a system may throw {@link dev.rollback.diagnostic.SystemException};
 * nothing else is expected of them.
 *
 * @param <S> the state: a record, compared with {@code equals}
 * @param <R> a client that can only read
 * @param <W> a client that can also write
 */
public sealed interface StateAction<S extends Record, R, W extends R> permits Action, BulkAction {

  /** What is moved. Pure. */
  Target target();

  /** What the change needs, and what its undo needs: all of it is probed before the first step. */
  List<Requirement<R>> requirements();

  /** How much harm this very change can do. Pure. */
  Risk risk(S before, S after);

  /** How far the preview can be trusted. Pure. */
  Trust trust();

  /** What can be done about it afterwards. Pure. */
  Undo undo();

  /**
   * How many objects the change moves, by kind: {@code {keys: 1234}}. A step's {@code limit} is
   * held against it. Pure.
   */
  default Map<String, Long> magnitude(S before, S after) {
    return Map.of();
  }

  /** The limit that holds where a step gives none of that kind. Pure. */
  default Map<String, Long> limit() {
    return Map.of();
  }

  /** The state as it is now. Reads only. */
  Observed<S> observe(R system);

  /**
   * The state as it should be. Pure and idempotent; equal to {@code before} means that nothing is
   * to be done.
   *
   * @throws dev.rollback.diagnostic.SystemException when there is no way from {@code before}
   */
  S desired(S before);

  /**
   * Asks the system whether it would accept the change, without making it: a server-side dry run
   * where there is one.
   *
   * @throws dev.rollback.diagnostic.SystemException with the system's own reason
   */
  default void rehearse(Observed<S> from, S to, R system) {}

  /** Whether the change has taken effect; asked again until the step's deadline. Reads only. */
  default Readiness ready(S wanted, R system) {
    return new Readiness.Ready();
  }

  /**
   * Whether {@code now} is what an interrupted or concurrent world can make of a move from {@code
   * from} to {@code to}, so that the move may go on from it.
   */
  default boolean partway(S from, S to, S now) {
    return false;
  }

  /**
   * Whether a change of {@code now} is covered by an approval that was given for a change of {@code
   * approved}. An exact action's is only where both are equal.
   */
  default boolean covers(S approved, S now) {
    return approved.equals(now);
  }
}
