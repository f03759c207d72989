package dev.rollback.action;

import java.util.List;
import java.util.Optional;

/**
 * A kind of system: how it is reached, and what can be done there. Adapters are listed in one place
 * in the program; one of somebody else's is found by {@link java.util.ServiceLoader}.
 *
 * @param <C> the settings of a connection, a record: what is written in {@code rollback.yaml}
 * @param <R> a client that can only read
 * @param <W> a client that can also write
 */
public interface Adapter<C extends Record, R, W extends R> {
  /**
   * The key in {@code rollback.yaml}, and the first half of the names of its steps, except of those
   * that have a name of their own for what they do there ({@code flyway.undo}).
   */
  String system();

  /** What is written in {@code rollback.yaml} for a connection. */
  Class<C> settings();

  /** Its actions and checks. */
  List<StepType<R, W>> steps();

  /**
   * The facts by which a system of this kind tells what it is. The first is the one that a pin of a
   * single value means. Empty: it tells nothing, and cannot be pinned.
   */
  default List<Fact> facts() {
    return List.of();
  }

  /**
   * How people are told something by way of a system of this kind; empty where it carries no
   * messages.
   */
  default Optional<Messenger<R, W>> messenger() {
    return Optional.empty();
  }

  /**
   * Refuses settings that leave to a guess what the user must say, without reaching anything: asked
   * whenever the file is read.
   *
   * @throws dev.rollback.diagnostic.UserException saying what to write
   */
  default void validate(C settings) {}

  /**
   * Prepares a connection. Nothing is sent before a client is first used, so that a system which no
   * step needs may be away.
   *
   * @param pin what the system must be; it is confirmed whenever a line to it is opened, before
   *     anything else is asked there
   * @throws dev.rollback.diagnostic.UserException when the settings cannot be used
   */
  Connection<R, W> connect(C settings, Pin pin, Secrets secrets);

  /** The same of a system that is not pinned. */
  default Connection<R, W> connect(C settings, Secrets secrets) {
    return connect(settings, Pin.none(), secrets);
  }
}
