package dev.rollback.run;

import dev.rollback.scenario.Notify;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the journal says of one message to a channel. */
@Doc("A message to a channel.")
public record Notification(
    @Doc("When it was sent, or given up.") Instant at,
    @Doc("The channel, as the runbook names it.") String channel,
    @Doc("What it is about.") Notify.Occasion occasion,
    @Doc("The entry of the journal that it is about.") long about,
    @Doc("How long that had to hold first; zero where it is told at once.") Duration after,
    @Doc("The message.") String text,
    @Doc("How it ended.") Result result,
    @Doc("What the receiver said, or why it could not be told.") String note,
    @Doc("What to do next.") String advice) {

  /** How it ended. */
  public enum Result {
    /** The channel has taken it. */
    SENT,
    /** The channel certainly has not. */
    FAILED,
    /** Nobody knows. */
    UNKNOWN
  }

  /** The message that an entry tells of; empty where it tells of something else. */
  public static Optional<Notification> of(JournalEntry entry) {
    if (entry.event()
        instanceof
        RunEvent.NotificationSent(
            var channel,
            var occasion,
            var about,
            var after,
            var text,
            var said)) {
      return Optional.of(
          new Notification(
              entry.at(), channel, occasion, about, after, text, Result.SENT, said, ""));
    }
    if (entry.event() instanceof RunEvent.NotificationFailed failed) {
      return Optional.of(
          new Notification(
              entry.at(),
              failed.channel(),
              failed.occasion(),
              failed.about(),
              failed.after(),
              failed.text(),
              failed.unknown() ? Result.UNKNOWN : Result.FAILED,
              failed.why(),
              failed.advice()));
    }
    return Optional.empty();
  }

  static boolean isOne(RunEvent event) {
    return event instanceof RunEvent.NotificationSent
        || event instanceof RunEvent.NotificationFailed;
  }
}
