package dev.rollback.adapter.host.systemd;

/** What a unit does, as far as it makes a difference to whoever depends on it. */
public enum Activity {
  /** It runs, or is on its way there. */
  RUNNING,
  /** It failed, and systemd is about to start it again. */
  RESTARTING,
  /** It does not run, or is on its way there; whether it failed makes no difference here. */
  STOPPED
}
