package dev.rollback.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Divides a stream into lines of bytes, one in memory at a time. */
final class LineScanner {
  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[CHUNK];
  private int start;
  private int length;
  private int filled;
  private boolean ended;

  LineScanner(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    start += length + (ended ? 1 : 0);
    length = 0;
    ended = false;
    while (true) {
      while (start + length < filled) {
        if (buffer[start + length] == '\n') {
          ended = true;
          return true;
        }
        length++;
      }
      if (!fill()) {
        return length > 0;
      }
    }
  }

  /** Whether a line break stands at the end of this line. */
  boolean ended() {
    return ended;
  }

  /** What holds this line, until the next one is asked for. */
  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer this line begins. */
  int start() {
    return start;
  }

  /** How long this line is, without its line break. */
  int length() {
    return length;
  }

  private boolean fill() throws IOException {
    if (filled == buffer.length) {
      makeRoom();
    }
    var read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      return false;
    }
    filled += read;
    return true;
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
    } else {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    filled -= start;
    start = 0;
  }
}
