package dev.rollback.run;

import dev.rollback.scenario.Notify;
import java.time.Duration;

/**
 * Something that a channel is to be told.
 *
 * @param about the entry of the journal that it is about
 * @param after how long that had to hold first
 */
record Notice(String channel, Notify.Occasion occasion, long about, Duration after, String text) {

  /** What tells it from every other one of its run; the same in every process. */
  record Key(String channel, long about, Duration after) {}

  Key key() {
    return new Key(channel, about, after);
  }

  /** The same for a receiver, which remembers texts. */
  String event() {
    return "%s %d %s".formatted(channel, about, after);
  }
}
