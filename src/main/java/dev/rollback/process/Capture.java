package dev.rollback.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Takes what a process prints, so that it never waits for us, tells it line by line, and keeps the
 * beginning and the end. It has a thread of its own: a pipe that a program left behind goes on to
 * hold open is not waited for.
 */
final class Capture {
  private static final int CHUNK = 8192;
  private static final int LONGEST_LINE = 1000;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final InputStream from;
  private final int half;
  private final Consumer<String> lines;
  private final Thread thread;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long total;

  Capture(InputStream from, int room, Consumer<String> lines) {
    this.from = from;
    this.half = room / 2;
    this.lines = lines;
    this.thread = Thread.ofPlatform().daemon().name("program-output").start(this::read);
  }

  private void read() {
    var chunk = new byte[CHUNK];
    try (from) {
      for (var n = from.read(chunk); n >= 0; n = from.read(chunk)) {
        keep(chunk, n);
        tell(chunk, n);
      }
    } catch (IOException e) {
      // The pipe of a process that was killed: what was read until then is all there is.
    }
    endOfLine();
  }

  private synchronized void keep(byte[] chunk, int n) {
    total += n;
    var first = Math.min(n, half - head.size());
    head.write(chunk, 0, first);
    tail.write(chunk, first, n - first);
    if (tail.size() > 4 * half + CHUNK) {
      var end = end();
      tail.reset();
      tail.writeBytes(end);
    }
  }

  private byte[] end() {
    var all = tail.toByteArray();
    return Arrays.copyOfRange(all, Math.max(0, all.length - half), all.length);
  }

  private void tell(byte[] chunk, int n) {
    for (var i = 0; i < n; i++) {
      if (chunk[i] == '\n') {
        endOfLine();
      } else if (line.size() < LONGEST_LINE) {
        line.write(chunk[i]);
      }
    }
  }

  private void endOfLine() {
    if (line.size() > 0) {
      lines.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }

  /** What was kept, once the process has ended. */
  Output output() {
    var interrupted = false;
    try {
      thread.join(GRACE);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return kept();
  }

  private synchronized Output kept() {
    var end = end();
    var left = total - head.size() - end.length;
    if (left == 0) {
      // Together, so that no letter of several bytes is cut in two.
      var all = new ByteArrayOutputStream();
      all.writeBytes(head.toByteArray());
      all.writeBytes(end);
      return new Output(all.toString(StandardCharsets.UTF_8), "", 0);
    }
    return new Output(
        head.toString(StandardCharsets.UTF_8), new String(end, StandardCharsets.UTF_8), left);
  }
}
