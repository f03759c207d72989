package dev.rollback.action;

/** A way to one system. Safe for use by several threads. */
public interface Connection<R, W extends R> extends AutoCloseable {
  /** Where it leads, without any secret: {@code https://10.0.0.1:6443, namespace grid}. */
  String address();

  /** The client that can only read. */
  R reader();

  /** The client that can also write; only the runner asks for it. */
  W writer();

  /**
   * Reaches the system once, reading only.
   *
   * @return what it says that it is: product and version
   * @throws dev.rollback.diagnostic.SystemException saying where it was looked for and what
   *     answered
   */
  String ping();

  @Override
  void close();
}
