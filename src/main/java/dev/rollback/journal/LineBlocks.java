package dev.rollback.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Divides a stream into blocks of whole lines. */
final class LineBlocks {
  private final InputStream in;
  private final int size;
  private byte[] rest = new byte[0];

  /**
   * Divides a stream.
   *
   * @param size of a block, in bytes; one whose only line is longer grows to hold it
   */
  LineBlocks(InputStream in, int size) {
    this.in = in;
    this.size = size;
  }

  /** Whole lines: bytes up to and with the last line break. */
  record Block(byte[] bytes, int length) {
    /** Where the line that begins here ends: at its line break. */
    int lineEnd(int start) {
      var at = start;
      while (bytes[at] != '\n') {
        at++;
      }
      return at;
    }
  }

  /** The next block; empty when no whole line is left. */
  Optional<Block> next() throws IOException {
    var bytes = Arrays.copyOf(rest, Math.max(size, 2 * rest.length));
    var filled = rest.length;
    while (true) {
      var read = in.readNBytes(bytes, filled, bytes.length - filled);
      var end = afterLastBreak(bytes, filled, filled + read);
      filled += read;
      if (end > 0) {
        rest = Arrays.copyOfRange(bytes, end, filled);
        return Optional.of(new Block(bytes, end));
      } else if (filled < bytes.length) {
        rest = Arrays.copyOf(bytes, filled);
        return Optional.empty();
      }
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }

  private static int afterLastBreak(byte[] bytes, int from, int to) {
    for (var at = to - 1; at >= from; at--) {
      if (bytes[at] == '\n') {
        return at + 1;
      }
    }
    return 0;
  }

  /** What is left after the last line break, once there is no further block. */
  byte[] tail() {
    return rest;
  }
}
