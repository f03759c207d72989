package dev.rollback.network;

import dev.rollback.cli.RunningClock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Command lines that end within a bound, or are found out. */
final class Bounded {
  /** Longer than anything that a command may wait for while its clock is hurried on. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration AHEAD = Duration.ofMillis(950);

  private Bounded() {}

  /** A command did not come to its end. */
  static final class HangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HangsException(String where) {
      super("no end within " + BOUND + ", at:\n" + where);
    }
  }

  /**
   * Runs a command line.
   *
   * @param hurry while this holds, the command's clock runs twenty times as fast, so that it does
   *     not wait for minutes until a network is well that will not be
   * @throws HangsException when it does not end; it may go on
   */
  static <T> T run(Callable<T> command, RunningClock clock, BooleanSupplier hurry) {
    var task = new FutureTask<>(command);
    var thread = Thread.ofPlatform().daemon().name("command").start(task);
    var end = System.nanoTime() + BOUND.toNanos();
    try {
      while (!ended(task)) {
        if (System.nanoTime() > end) {
          thread.interrupt();
          throw new HangsException(stack(thread));
        }
        if (hurry.getAsBoolean()) {
          clock.forward(AHEAD);
        }
      }
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean ended(FutureTask<?> task) throws InterruptedException, ExecutionException {
    try {
      task.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false; // not yet
    }
  }

  private static String stack(Thread thread) {
    var text = new StringBuilder();
    for (var frame : thread.getStackTrace()) {
      text.append("    ").append(frame).append('\n');
    }
    return text.toString();
  }
}
