package dev.rollback.adapter.notify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A message as it is sent.
 *
 * @param event what makes it this one: the same after a crash, another one in another run
 * @param type the Content-Type
 * @param body the very text of the body
 */
record Message(String event, String type, String body) {
  private static final int BYTES = 16;

  /**
   * The id of an event.
   *
   * @param planned the moment of the plan, which tells two runs apart
   * @param content what tells two messages of one run apart
   */
  static String event(Instant planned, List<String> content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(planned.toString().getBytes(StandardCharsets.UTF_8));
      for (var part : content) {
        digest.update((byte) 0);
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** All that is sent besides what the connection adds. */
  String preview() {
    return "POST, Idempotency-Key: %s, Content-Type: %s\n%s".formatted(event, type, body);
  }
}
