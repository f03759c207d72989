package dev.rollback.sandbox;

import dev.rollback.sandbox.site.SandboxException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts of a sandbox beside each other; none of them may take longer than a limit. */
final class Starts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Starts.class);
  private static final Duration TO_TIDY_UP = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration limit;
  private final long deadline;

  /** All of them together get so much time, from now on. */
  Starts(Duration limit) {
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** A part that is being started. */
  record Starting<T>(String name, Future<T> part) {}

  /** Begins to start one. */
  <T> Starting<T> begin(String name, Callable<T> starter) {
    return new Starting<>(name, threads.submit(starter));
  }

  /**
   * Waits for one.
   *
   * @throws SandboxException when it is not there in time; then its start is interrupted, as are
   *     the others
   * @throws Exception what its start has thrown
   */
  <T> T await(Starting<T> starting) throws Exception {
    try {
      return starting.part().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      end();
      throw new SandboxException(
          "%s was not there after %d s%s"
              .formatted(starting.name(), limit.toSeconds(), left(starting.part())),
          e);
    }
  }

  /** What an interrupted start has to say. */
  private static String left(Future<?> part) {
    return part.state() == Future.State.FAILED
        ? ": " + part.exceptionNow().getMessage()
        : ", and cannot be interrupted";
  }

  /** Whoever is still being started is interrupted, and gets a moment to leave nothing behind. */
  private void end() throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(TO_TIDY_UP.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("a part of the sandbox is still being started, and is left alone");
    }
  }

  @Override
  public void close() {
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
