package dev.rollback.adapter.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Takes what a process prints, on a thread of its own, so that the process never waits for us, and
 * keeps a bounded part of it. What a program left behind goes on to hold open is not waited for.
 */
final class Drained {
  private static final int CHUNK = 8192;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final InputStream from;
  private final int limit;
  private final boolean beginning;
  private final Thread thread;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean lost;

  /**
   * Begins to read.
   *
   * @param limit in bytes
   * @param beginning whether the beginning is kept of more than that, else the end
   */
  Drained(InputStream from, int limit, boolean beginning) {
    this.from = from;
    this.limit = limit;
    this.beginning = beginning;
    this.thread = Thread.ofPlatform().daemon().name("program-output").start(this::read);
  }

  private void read() {
    var chunk = new byte[CHUNK];
    try (from) {
      for (var n = from.read(chunk); n >= 0; n = from.read(chunk)) {
        take(chunk, n);
      }
    } catch (IOException e) {
      broken();
    }
  }

  private synchronized void take(byte[] chunk, int n) {
    if (beginning && kept.size() + n > limit) {
      lost = true;
      return;
    }
    kept.write(chunk, 0, n);
    if (kept.size() > 2 * limit) {
      var all = kept.toByteArray();
      kept.reset();
      kept.writeBytes(Arrays.copyOfRange(all, all.length - limit, all.length));
    }
  }

  /** A pipe that breaks before its end has lost what nobody knows. */
  private synchronized void broken() {
    lost = true;
  }

  /** Whether not all of it is there. To be asked when the process has ended. */
  boolean lost() {
    join();
    synchronized (this) {
      return lost;
    }
  }

  /** What was kept. To be asked when the process has ended. */
  String text() {
    join();
    synchronized (this) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  private void join() {
    try {
      thread.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
