package dev.rollback.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /** A line, where it stands in its block. */
  static final class Line {
    private final byte[] bytes;
    private final int start;
    private final int length;

    private Line(byte[] bytes, int start, int length) {
      this.bytes = bytes;
      this.start = start;
      this.length = length;
    }

    /** The block, which is shared with other lines. */
    byte[] bytes() {
      return bytes;
    }

    /** Where in the block it begins. */
    int start() {
      return start;
    }

    /** How long it is, in bytes, without its line break. */
    int length() {
      return length;
    }
  }

  /**
   * The lines of the next block, at least one; none when no whole line is left, but perhaps a
   * {@link #tail}.
   */
  List<Line> next() throws IOException {
    var bytes = Arrays.copyOf(rest, Math.max(size, 2 * rest.length));
    var filled = rest.length;
    while (true) {
      filled += in.readNBytes(bytes, filled, bytes.length - filled);
      var lines = lines(bytes, filled);
      if (!lines.isEmpty() || filled < bytes.length) {
        rest = Arrays.copyOfRange(bytes, end(lines), filled);
        return lines;
      }
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }

  private static List<Line> lines(byte[] bytes, int filled) {
    var lines = new ArrayList<Line>();
    var start = 0;
    for (var at = 0; at < filled; at++) {
      if (bytes[at] == '\n') {
        lines.add(new Line(bytes, start, at - start));
        start = at + 1;
      }
    }
    return lines;
  }

  private static int end(List<Line> lines) {
    return lines.isEmpty() ? 0 : lines.getLast().start() + lines.getLast().length() + 1;
  }

  /** What stands after the last line break, once there is no further block. */
  byte[] tail() {
    return rest;
  }
}
