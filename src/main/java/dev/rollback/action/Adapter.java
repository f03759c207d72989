package dev.rollback.action;

import java.util.List;

/**
 * A kind of system: how it is reached, and what can be done there. Adapters are listed in one place
 * in the program; one of somebody else's is found by {@link java.util.ServiceLoader}.
 *
 * @param <C> the settings of a connection, a record: what is written in {@code rollback.yaml}
 * @param <R> a client that can only read
 * @param <W> a client that can also write
 */
public interface Adapter<C extends Record, R, W extends R> {
  /** The key in {@code rollback.yaml}, and the first half of the names of its steps. */
  String system();

  /** What is written in {@code rollback.yaml} for a connection. */
  Class<C> settings();

  /** Its actions and checks. */
  List<StepType<R, W>> steps();

  /**
   * Prepares a connection. Nothing is sent before a client is first used, so that a system which no
   * step needs may be away.
   *
   * @throws dev.rollback.diagnostic.UserException when the settings cannot be used
   */
  Connection<R, W> connect(C settings, Secrets secrets);
}
