package dev.rollback.adapter.postgres;

import java.util.Optional;

/**
 * The session that holds a lock.
 *
 * @param pid its process on the server
 * @param ended whether it was gone when it was looked for among the sessions
 * @param user its role
 * @param application what it calls itself
 * @param statement its last statement; empty where this role may not see it
 */
record LockHolder(
    int pid, boolean ended, String user, String application, Optional<String> statement) {

  /** {@code 'rollback 2026… zoe@host' (role oncall, process 4711 of the server)}. */
  String label() {
    return "'%s' (role %s, process %d of the server)".formatted(application, user, pid);
  }
}
