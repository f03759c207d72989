package dev.rollback.adapter.git.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes what a process prints, so that it never waits for us, and keeps a bounded part of it. It
 * has a thread of its own: a pipe that a program left behind goes on to hold open is not waited for
 * (ssh with ControlPersist, the daemon of a credential cache).
 */
final class Drain {
  /** Which part is kept of more than there is room for. */
  enum Keep {
    /** The beginning; the process is ended, since what it says is of no use in part. */
    ALL_OR_NOTHING,
    /** The end: there the error is. */
    END
  }

  private static final int CHUNK = 8192;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final InputStream from;
  private final int limit;
  private final Keep keep;
  private final Runnable full;
  private final Thread thread;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean overflowed;
  private Optional<IOException> broken = Optional.empty();

  /**
   * Begins to read.
   *
   * @param limit in bytes
   * @param full called once when there is more than that and all was to be kept
   */
  Drain(InputStream from, int limit, Keep keep, Runnable full) {
    this.from = from;
    this.limit = limit;
    this.keep = keep;
    this.full = full;
    this.thread = Thread.ofPlatform().daemon().name("git-output").start(this::read);
  }

  private void read() {
    var chunk = new byte[CHUNK];
    try (from) {
      for (var n = from.read(chunk); n >= 0; n = from.read(chunk)) {
        if (take(chunk, n)) {
          full.run();
        }
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  /** Whether this was the first that there was no room for. */
  private synchronized boolean take(byte[] chunk, int n) {
    if (keep == Keep.END || kept.size() + n <= limit) {
      add(chunk, n);
      return false;
    }
    var first = !overflowed;
    overflowed = true;
    return first;
  }

  private synchronized void add(byte[] chunk, int n) {
    kept.write(chunk, 0, n);
    if (kept.size() > 2 * limit) {
      var all = kept.toByteArray();
      kept.reset();
      kept.writeBytes(Arrays.copyOfRange(all, all.length - limit, all.length));
    }
  }

  private synchronized void broken(IOException e) {
    broken = Optional.of(e);
  }

  /** Why not all of it is there, after "git … "; empty where it is. */
  synchronized Optional<String> lost() {
    return overflowed
        ? Optional.of("printed more than " + (limit >> 20) + " MiB")
        : broken.map(e -> "printed what could not be read: " + e.getMessage());
  }

  /** What was kept, once the process has ended. */
  String text() {
    var interrupted = false;
    try {
      thread.join(GRACE);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
