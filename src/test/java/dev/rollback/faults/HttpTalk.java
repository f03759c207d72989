package dev.rollback.faults;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** HTTP/1.1: a head, and a body that is as long as the head says or comes in chunks. */
final class HttpTalk implements Protocol.Talk {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String END = "\r\n\r\n";

  @Override
  public int request(byte[] bytes) {
    return length(text(bytes), false);
  }

  @Override
  public Protocol.Meaning meaning(byte[] request) {
    var words = text(request).lines().findFirst().orElse("").split(" ", -1);
    var path = words.length > 1 ? words[1] : "";
    // Reviews are asked by POST, and a dry run is a write that is not made.
    var asks =
        READING.contains(words[0])
            || path.toLowerCase(Locale.ROOT).matches(".*(accessreviews|rulesreviews).*")
            || path.contains("dryRun=All");
    return new Protocol.Meaning(words[0] + " " + path, !asks);
  }

  @Override
  public int reply(byte[] bytes, Request to) {
    var text = text(bytes);
    var bodiless = to.what().startsWith("HEAD ") || text.matches("(?s)HTTP/1.1 (204|304) .*");
    return length(text, bodiless);
  }

  private static int length(String text, boolean bodiless) {
    var head = text.indexOf(END);
    if (head < 0) {
      return 0;
    }
    var body = head + END.length();
    var fields = text.substring(0, head).toLowerCase(Locale.ROOT);
    if (bodiless) {
      return body;
    }
    if (fields.contains("\r\ntransfer-encoding: chunked")) {
      return chunks(text, body);
    }
    var length = body + field(fields, "content-length").map(Integer::parseInt).orElse(0);
    return length <= text.length() ? length : 0;
  }

  private static Optional<String> field(String fields, String name) {
    return fields
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  private static int chunks(String text, int from) {
    var at = from;
    while (true) {
      var line = text.indexOf("\r\n", at);
      if (line < 0) {
        return 0;
      }
      var size = Integer.parseInt(text.substring(at, line).strip(), 16);
      at = line + 2 + size + 2;
      if (at > text.length()) {
        return 0;
      }
      if (size == 0) {
        return at;
      }
    }
  }

  /** One character for each byte. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
