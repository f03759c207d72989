package dev.rollback.action;

import java.time.Instant;

/**
 * How people are told something by way of a system, besides the steps of a runbook.
 *
 * @param <R> a client that can only read
 * @param <W> a client that can also write
 */
@FunctionalInterface
public interface Messenger<R, W extends R> {

  /**
   * The action that sends a message. Pure.
   *
   * @param text as plain text: nothing in it is markup
   * @param event tells it from every other message of the run, and stays the same when it is sent
   *     again
   * @param planned the moment of the run's plan
   */
  OneWayAction<R, W> sending(String text, String event, Instant planned);
}
