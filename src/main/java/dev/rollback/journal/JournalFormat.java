package dev.rollback.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One entry as one line of ASCII JSON, its keys in this order and without spaces:
 *
 * <pre>{"format":1,"seq":1,"at":"…","event":{"type":"…",…},"previous":"…","crc":"…"}</pre>
 *
 * <p>{@code format} stands in the first line only. {@code previous} is the SHA-256 of the line
 * before, so that no entry can be changed without changing all that follow; {@code crc} is the
 * CRC-32C of everything before {@code ,"crc"}, so that damage is also seen in the last line, which
 * nothing follows. The bytes of the line are what is hashed, so nothing depends on JSON being
 * written the same way again.
 */
final class JournalFormat {
  private static final int VERSION = 1;
  private static final int SUFFIX = ",\"crc\":\"00000000\"}".length();

  private final Codec<RunEvent> codec = Codec.of(RunEvent.class);
  private final ObjectMapper json =
      new ObjectMapper(
              JsonFactory.builder()
                  // A before-image may hold a large text, and a line is never cut by a character.
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A line, read. */
  sealed interface Line {
    /** It is the entry that it should be. */
    record Good(JournalEntry entry) implements Line {}

    /** It is not. */
    record Bad(JournalDamage damage) implements Line {}
  }

  Codec<RunEvent> codec() {
    return codec;
  }

  /** The line of an entry, without its line break. */
  byte[] write(long seq, Instant at, JsonNode event, String previous) {
    var tree = JsonNodeFactory.instance.objectNode();
    if (seq == 1) {
      tree.put("format", VERSION);
    }
    tree.put("seq", seq).put("at", at.toString()).set("event", event);
    tree.put("previous", previous);
    try {
      var bytes = json.writeValueAsBytes(tree);
      var open = bytes.length - 1; // without the last brace
      var line = Arrays.copyOf(bytes, open + SUFFIX);
      System.arraycopy(suffix(bytes, 0, open), 0, line, open, SUFFIX);
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written as JSON", e);
    }
  }

  /**
   * The entry of a line.
   *
   * @param file to name in a damage
   * @param seq the place at which the line stands
   * @param previous the hash of the line before it
   */
  Line read(byte[] bytes, int start, int length, Path file, long seq, String previous) {
    return switch (parse(bytes, start, length, file, seq)) {
      case Parsed.Bad(var damage) -> new Line.Bad(damage);
      case Parsed.Tree(var tree) -> place(tree, file, seq, previous);
    };
  }

  /** The entry of a line of which nothing is known that stands before it. */
  Line readAlone(byte[] bytes, int start, int length, Path file) {
    return switch (parse(bytes, start, length, file, 0)) {
      case Parsed.Bad(var damage) -> new Line.Bad(damage);
      case Parsed.Tree(var tree) ->
          entry(tree, file, tree.path("seq").asLong(0), tree.path("previous").asText("none"));
    };
  }

  private sealed interface Parsed {
    record Tree(JsonNode tree) implements Parsed {}

    record Bad(JournalDamage damage) implements Parsed {}
  }

  private Parsed parse(byte[] bytes, int start, int length, Path file, long seq) {
    JsonNode tree;
    try {
      tree = json.readTree(bytes, start, length);
    } catch (JsonProcessingException e) {
      return new Parsed.Bad(new JournalDamage.NotJson(file, seq, e.getOriginalMessage()));
    } catch (IOException e) {
      return new Parsed.Bad(new JournalDamage.NotJson(file, seq, Failures.reason(e)));
    }
    if (!tree.isObject()) {
      return new Parsed.Bad(new JournalDamage.NotJson(file, seq, "no object"));
    }
    if (seq == 1 && foreign(tree) && (sound(bytes, start, length) || !tree.has("crc"))) {
      return new Parsed.Bad(
          new JournalDamage.UnknownFormat(file, seq, tree.path("format").asText("missing")));
    }
    if (!sound(bytes, start, length)) {
      return new Parsed.Bad(new JournalDamage.ChecksumMismatch(file, seq));
    }
    return new Parsed.Tree(tree);
  }

  private static boolean foreign(JsonNode tree) {
    var format = tree.path("format");
    return !format.isInt() || format.intValue() != VERSION;
  }

  private Line place(JsonNode tree, Path file, long seq, String previous) {
    var found = tree.path("seq").asLong(0);
    if (found != seq) {
      return new Line.Bad(new JournalDamage.OutOfSequence(file, seq, found));
    }
    var chained = tree.path("previous").asText("none");
    if (!chained.equals(previous)) {
      return new Line.Bad(new JournalDamage.ChainBroken(file, seq, previous, chained));
    }
    return entry(tree, file, seq, previous);
  }

  private Line entry(JsonNode tree, Path file, long seq, String previous) {
    var type = tree.path("event").path("type").asText("missing");
    if (codec.shape() instanceof Shape.OneOf events && !events.variants().containsKey(type)) {
      return new Line.Bad(new JournalDamage.UnknownEvent(file, seq, type));
    }
    try {
      var at = Moments.parse(tree.path("at").asText("missing"));
      return new Line.Good(new JournalEntry(seq, at, codec.decode(tree.path("event")), previous));
    } catch (IllegalArgumentException | DateTimeException e) {
      return new Line.Bad(new JournalDamage.NotAnEntry(file, seq, String.valueOf(e.getMessage())));
    }
  }

  /** Whether the line is, to the byte, what was written. */
  boolean sound(byte[] bytes, int start, int length) {
    var open = length - SUFFIX;
    if (open <= 0) {
      return false;
    }
    var expected = suffix(bytes, start, open);
    return Arrays.equals(bytes, start + open, start + length, expected, 0, SUFFIX);
  }

  private static byte[] suffix(byte[] bytes, int start, int length) {
    var crc = new CRC32C();
    crc.update(bytes, start, length);
    var hex = java.util.HexFormat.of().toHexDigits((int) crc.getValue());
    return (",\"crc\":\"" + hex + "\"}").getBytes(StandardCharsets.US_ASCII);
  }
}
