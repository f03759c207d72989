package dev.rollback.report;

import dev.rollback.run.Notification;
import dev.rollback.scenario.Notify;
import java.time.Duration;

/** Messages to channels, in words. */
final class NotificationWords {
  private NotificationWords() {}

  /** {@code told incidents (gate): Waiting for a person: …}. */
  static String line(Notification notification) {
    var who = who(notification.channel(), notification.occasion(), notification.after());
    return switch (notification.result()) {
      case SENT -> "told " + who + ": " + firstLine(notification.text());
      case FAILED -> "NOT TOLD " + who + ": " + why(notification);
      case UNKNOWN -> "PERHAPS TOLD " + who + ": " + why(notification);
    };
  }

  private static String why(Notification notification) {
    return EventText.sentences(notification.note(), notification.advice());
  }

  private static String who(String channel, Notify.Occasion occasion, Duration after) {
    var later = after.isZero() ? "" : " after " + Words.duration(after);
    return channel + " (" + occasion.word() + later + ")";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  static Tone tone(Notification notification) {
    return switch (notification.result()) {
      case SENT -> Tone.PLAIN;
      case FAILED, UNKNOWN -> Tone.CARE;
    };
  }
}
