package dev.rollback.action;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A way to one system. Safe for use by several threads. */
public interface Connection<R, W extends R> extends AutoCloseable {
  /** Where it leads, without any secret: {@code https://10.0.0.1:6443, namespace grid}. */
  String address();

  /** The client that can only read. */
  R reader();

  /** The client that can also write; only the runner asks for it, and who takes a lease. */
  W writer();

  /**
   * A client of the system as it would be after writes that nobody makes: it reads what is live,
   * and once; what is written through it stays in memory, never reaches the system, and is what its
   * later reads see. With it a plan shows a step on what the steps before it will have made. Each
   * call imagines anew. Empty where the system cannot be imagined.
   */
  default Optional<W> imagined() {
    return Optional.empty();
  }

  /**
   * Reaches the system once, reading only.
   *
   * @return what it says that it is: product and version
   * @throws dev.rollback.diagnostic.SystemException saying where it was looked for and what
   *     answered
   */
  String ping();

  /**
   * What tells this system from every other one, and stays the same however it is reached and
   * however often it is restarted: the uid of a cluster, the system identifier of a database. Empty
   * where the system has nothing of the kind. Reads only.
   *
   * @throws dev.rollback.diagnostic.SystemException when it cannot be asked
   */
  default Optional<String> identity() {
    return Optional.empty();
  }

  /**
   * Asks the system for one of the facts by which its kind tells what it is. One round trip, asked
   * anew each time.
   *
   * @param name one of {@link Adapter#facts}
   * @return empty where this system has no such fact
   * @throws dev.rollback.diagnostic.SystemException when it cannot be asked, saying what would let
   *     this user ask
   */
  default Optional<String> fact(String name) {
    return Optional.empty();
  }

  /** What the configuration says that the system must be; as given to {@link Adapter#connect}. */
  default Pin pin() {
    return Pin.none();
  }

  /**
   * Asks whether this is the system that the configuration pins; asked before each write.
   *
   * @throws dev.rollback.diagnostic.SystemException without any effect, when it is another one or
   *     cannot be asked
   */
  default void confirm() {
    pin().confirm(address(), this::fact);
  }

  /**
   * What time the system says it is; empty where it does not tell. Asked anew each time.
   *
   * @throws dev.rollback.diagnostic.SystemException when it cannot be asked
   */
  default Optional<Time> time() {
    return Optional.empty();
  }

  /**
   * What a clock showed.
   *
   * @param exactness how much later than that it may have been: a second for a clock of seconds
   */
  record Time(Instant at, Duration exactness) {}

  /** Where in this system it can stand who moves the target; empty where there is no such place. */
  default Optional<LeasePlace<R, W>> leasePlace() {
    return Optional.empty();
  }

  @Override
  void close();
}
