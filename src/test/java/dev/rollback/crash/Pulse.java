package dev.rollback.crash;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether this machine has stood still: a process that was stopped, or got no processor for
 * seconds, finds every deadline passed when it goes on, and what it sees then says nothing about
 * the program.
 */
final class Pulse implements AutoCloseable {
  private static final long BEAT_MILLIS = 50;
  private static final Duration STANDSTILL = Duration.ofSeconds(3);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong longest = new AtomicLong();

  /** Feels it from now on. */
  Pulse() {
    Thread.ofPlatform().daemon().name("pulse").start(this::beat);
  }

  private void beat() {
    try {
      var last = System.nanoTime();
      while (!closed.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
        var now = System.nanoTime();
        longest.accumulateAndGet(now - last, Math::max);
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing has happened yet. */
  void reset() {
    longest.set(0);
  }

  /** Whether it has stood still since. */
  boolean stoodStill() {
    return longest.get() > STANDSTILL.toNanos();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
