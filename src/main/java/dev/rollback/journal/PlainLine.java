package dev.rollback.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Moments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A line that is to the letter as {@link JournalFormat} writes it, which nearly all are: read
 * without a tree, and without a look at what stands before it, so that many can be read at once.
 *
 * @param seq the place that it says it has
 * @param previous what it says is the hash of the line before
 * @param hash its own
 */
record PlainLine(long seq, Instant at, RunEvent event, String previous, String hash) {

  /** Reads such lines, one after the other; every thread has its own. */
  static final class Reader {
    private static final byte[] FORMAT_KEY = ascii("{\"format\":" + JournalFormat.VERSION + ",");
    private static final byte[] OPEN = ascii("{");
    private static final byte[] SEQ_KEY = ascii("\"seq\":");
    private static final byte[] AT_KEY = ascii(",\"at\":\"");
    private static final byte[] EVENT_KEY = ascii("\",\"event\":");
    private static final byte[] PREVIOUS_KEY = ascii(",\"previous\":\"");
    private static final byte[] CRC_KEY = ascii("\",\"crc\":\"");
    private static final int HASH = 64;
    private static final int END = CRC_KEY.length + 8 + "\"}".length();

    private final JsonFactory json;
    private final Codec.Streamed<RunEvent> events;
    private final MessageDigest digest = Sha256.digest();

    Reader(JsonFactory json, Codec.Streamed<RunEvent> events) {
      this.json = json;
      this.events = events;
    }

    private static byte[] ascii(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The line; empty for any other, of which {@link JournalFormat#read} tells what it is. */
    Optional<PlainLine> read(byte[] bytes, int start, int length) {
      var previous = start + length - END - HASH;
      if (!JournalFormat.sound(bytes, start, length)
          || previous - PREVIOUS_KEY.length <= start
          || !new Cursor(bytes, previous - PREVIOUS_KEY.length).skip(PREVIOUS_KEY)
          || !new Cursor(bytes, previous + HASH).skip(CRC_KEY)) {
        return Optional.empty();
      }
      try {
        return read(new Cursor(bytes, start), previous - PREVIOUS_KEY.length)
            .map(e -> e.in(text(bytes, previous, HASH), Sha256.hex(digest, bytes, start, length)));
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        return Optional.empty();
      }
    }

    /** What stands before the hash of the line before. */
    private record Entry(long seq, Instant at, RunEvent event) {
      PlainLine in(String previous, String hash) {
        return new PlainLine(seq, at, event, previous, hash);
      }
    }

    private Optional<Entry> read(Cursor line, int end) throws IOException {
      var first = line.skip(FORMAT_KEY);
      if (!(first || line.skip(OPEN)) || !line.skip(SEQ_KEY)) {
        return Optional.empty();
      }
      var seq = line.number();
      if (first != (seq == 1) || !line.skip(AT_KEY)) {
        return Optional.empty();
      }
      var at = Moments.parse(line.upToQuote(end));
      return line.skip(EVENT_KEY)
          ? Optional.of(new Entry(seq, at, event(line, end)))
          : Optional.empty();
    }

    private RunEvent event(Cursor line, int end) throws IOException {
      try (JsonParser in = json.createParser(line.bytes, line.at, end - line.at)) {
        var event = events.decode(in);
        if (in.nextToken() != null) {
          throw new IllegalArgumentException("more than one value");
        }
        return event;
      }
    }

    private static String text(byte[] bytes, int start, int length) {
      return new String(bytes, start, length, StandardCharsets.US_ASCII);
    }
  }

  /** A place in a line. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    /** Goes on behind these letters, where they stand here. */
    boolean skip(byte[] letters) {
      for (var i = 0; i < letters.length; i++) {
        if (bytes[at + i] != letters[i]) {
          return false;
        }
      }
      at += letters.length;
      return true;
    }

    /** A number of at most 18 digits; what follows it stays. */
    long number() {
      var number = 0L;
      for (var digits = 0; digits < 18 && bytes[at] >= '0' && bytes[at] <= '9'; digits++, at++) {
        number = number * 10 + bytes[at] - '0';
      }
      return number;
    }

    /** The letters up to the next quotation mark, which stays. */
    String upToQuote(int end) {
      var start = at;
      while (at < end && bytes[at] != '"') {
        at++;
      }
      return Reader.text(bytes, start, at - start);
    }
  }
}
