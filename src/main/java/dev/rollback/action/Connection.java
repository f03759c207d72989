package dev.rollback.action;

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

  /** Where in this system it can stand who moves the target; empty where there is no such place. */
  default Optional<LeasePlace<R, W>> leasePlace() {
    return Optional.empty();
  }

  @Override
  void close();
}
