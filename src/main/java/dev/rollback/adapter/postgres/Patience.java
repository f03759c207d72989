package dev.rollback.adapter.postgres;

import java.time.Duration;

/**
 * How long the parts of a conversation may take.
 *
 * @param connect until the host answers at all
 * @param login until the session is open
 * @param statement what the server gives a statement, unless it is told otherwise
 * @param grace how much longer than the server's own time-out an answer is waited for
 */
record Patience(Duration connect, Duration login, Duration statement, Duration grace) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  /** How long an answer to a statement is waited for, before the line counts as dead. */
  Duration answer(Duration ofStatement) {
    return ofStatement.plus(grace);
  }
}
