package dev.rollback.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The protocol of PostgreSQL: messages of a letter, a length and a body. A request is all of them
 * up to a Sync or a simple query; its reply ends with ReadyForQuery.
 */
final class PostgresTalk implements Protocol.Talk {
  private static final int PROTOCOL_3 = 196_608;

  /** A statement that may change something; and COMMIT, with which it is there for others. */
  private static final Pattern WRITES =
      Pattern.compile(
          "\\b(insert|update|delete|merge|copy|create|alter|drop|truncate|grant|revoke|comment"
              + "|reindex|refresh|call|do|setval|nextval|commit|pg_advisory_\\w+|pg_terminate_\\w+)\\b");

  private static final String REQUEST_ENDS = "QSHXpFdcf";
  private static final String REPLY_ENDS = "ZRGWH";

  private final Map<String, String> statements = new HashMap<>();
  private volatile boolean started;

  @Override
  public int request(byte[] bytes) {
    return started ? messages(bytes, REQUEST_ENDS) : startup(bytes);
  }

  /** The first message, and a question for TLS before it, have no letter. */
  private static int startup(byte[] bytes) {
    if (bytes.length < 8) {
      return 0;
    }
    var length = ByteBuffer.wrap(bytes).getInt();
    return length <= bytes.length ? length : 0;
  }

  @Override
  public Protocol.Meaning meaning(byte[] request) {
    if (!started) {
      started = ByteBuffer.wrap(request).getInt(4) == PROTOCOL_3;
      return new Protocol.Meaning(started ? "startup" : "question before startup", false);
    }
    var said = new StringBuilder();
    var buffer = ByteBuffer.wrap(request);
    while (buffer.remaining() >= 5) {
      var type = (char) buffer.get();
      var body = new byte[buffer.getInt() - 4];
      buffer.get(body);
      said.append(sql(type, body)).append(' ');
    }
    var text = said.toString().strip();
    return new Protocol.Meaning(
        text.isEmpty() ? "message " + (char) request[0] : text.replaceAll("\\s+", " "),
        WRITES.matcher(text.toLowerCase(Locale.ROOT)).find());
  }

  private String sql(char type, byte[] body) {
    return switch (type) {
      case 'Q' -> string(body, 0);
      case 'P' -> {
        var name = string(body, 0);
        statements.put(name, string(body, name.length() + 1));
        yield "";
      }
      case 'B' -> statements.getOrDefault(string(body, string(body, 0).length() + 1), "");
      default -> "";
    };
  }

  private static String string(byte[] body, int from) {
    var end = from;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public int reply(byte[] bytes, Request to) {
    // Whether there is TLS is answered by one letter.
    return started ? messages(bytes, REPLY_ENDS) : Math.min(1, bytes.length);
  }

  @Override
  public boolean inOrder() {
    return false; // a password is answered several times, and a part of a COPY not at all
  }

  /** Up to and with the first message of one of these types. */
  private static int messages(byte[] bytes, String ends) {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.remaining() >= 5) {
      var type = (char) buffer.get();
      var length = buffer.getInt() - 4;
      if (length > buffer.remaining()) {
        return 0;
      }
      buffer.position(buffer.position() + length);
      if (ends.indexOf(type) >= 0) {
        return buffer.position();
      }
    }
    return 0;
  }
}
