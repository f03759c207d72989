package dev.rollback.sandbox;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started and must be stopped: applications before the servers that they use, and then the
 * last first. An end that comes during a start waits for it, so that no process is left behind.
 */
final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** In the order of starting; stopped in the reverse. */
  enum Stage {
    FILES,
    SERVERS,
    APPLICATIONS
  }

  private record Started(Stage stage, AutoCloseable resource) {}

  private static final long LONGEST_START_SECONDS = 30;

  // Starts share the lock; the end has it alone.
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Deque<Started> started = new ArrayDeque<>();
  private volatile boolean closed;

  /** Starts something and remembers to stop it. */
  <T extends AutoCloseable> T start(Stage stage, Callable<T> starter) throws Exception {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the sandbox is being closed");
      }
      T resource = starter.call();
      if (!remember(new Started(stage, resource))) {
        resource.close();
        throw new IllegalStateException("the sandbox was closed during a start");
      }
      return resource;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether it will be stopped: an end that did not wait any longer has stopped the others. */
  private boolean remember(Started next) {
    synchronized (started) {
      if (!closed) {
        started.push(next);
      }
      return !closed;
    }
  }

  /** Stops everything; a second call does nothing. */
  @Override
  public void close() {
    boolean alone = false;
    try {
      alone = lock.writeLock().tryLock(LONGEST_START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      stopAll();
    } finally {
      if (alone) {
        lock.writeLock().unlock();
      }
    }
  }

  void stopAll() {
    List<Started> all;
    synchronized (started) {
      closed = true;
      // The sort is stable: within a stage the last stays first.
      all = started.stream().sorted(Comparator.comparing(Started::stage).reversed()).toList();
      started.clear();
    }
    for (Started next : all) {
      try {
        next.resource().close();
      } catch (Exception e) {
        // The others must still be stopped.
        LOG.warn("could not stop {}", next.resource().getClass().getSimpleName(), e);
      }
    }
  }
}
