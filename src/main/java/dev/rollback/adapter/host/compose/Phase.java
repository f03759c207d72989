package dev.rollback.adapter.host.compose;

/** What a container does, as far as it makes a difference to whoever depends on it. */
public enum Phase {
  /** It runs. */
  RUNNING,
  /** It fails, and the engine is about to start it again. */
  RESTARTING,
  /** It is frozen. */
  PAUSED,
  /** It does not run. */
  STOPPED;

  /** That of a status of the engine. */
  static Phase of(String status) {
    return switch (status) {
      case "running" -> RUNNING;
      case "restarting" -> RESTARTING;
      case "paused" -> PAUSED;
      default -> STOPPED;
    };
  }
}
