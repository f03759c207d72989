package dev.rollback.action;

/** The port to the connections of one target. */
public interface Systems {
  /**
   * The connection of this name, prepared but not yet used; the same one each time.
   *
   * @param name as a runbook's {@code connection:} gives it; {@link #DEFAULT} for the only one
   * @throws dev.rollback.diagnostic.UserException when the target has no such connection
   */
  <C extends Record, R, W extends R> Connection<R, W> connection(
      Adapter<C, R, W> adapter, String name);

  /** The name of a system's connection when the target gives it none. */
  String DEFAULT = "default";

  /** {@code redis}, or {@code redis.sessions} where the connection has a name of its own. */
  static String label(String system, String name) {
    return name.equals(DEFAULT) ? system : system + "." + name;
  }
}
