package dev.rollback.sandbox.chat;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody was told.
 *
 * @param text of Slack the text; of a webhook the whole body
 * @param event the header Idempotency-Key, if there was one
 */
public record ChatMessage(Instant at, Channel channel, String text, Optional<String> event) {

  /** By which way it came. */
  public enum Channel {
    /** Slack's incoming webhook. */
    SLACK,
    /** Any other one. */
    WEBHOOK
  }
}
