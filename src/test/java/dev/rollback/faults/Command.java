package dev.rollback.faults;

import dev.rollback.cli.Shell;
import dev.rollback.console.Prompt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Command lines that end within a bound, or are found out. */
final class Command {
  /** Longer than anything that a command may wait for while its clock is hurried on. */
  private static final Duration BOUND = Duration.ofSeconds(100);

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration AHEAD = Duration.ofMillis(950);

  private Command() {}

  /** A command did not come to its end. */
  static final class HangsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HangsException(String where) {
      super("no end within " + BOUND + ", at:\n" + where);
    }
  }

  /**
   * Runs a command line with a person who agrees to everything, and decides nothing when a step
   * fails: the runbook does.
   *
   * @param hurry while this holds, the command's clock runs twenty times as fast, so that it does
   *     not wait for minutes until a network is well that will not be
   */
  static Shell.Result run(Shell shell, BooleanSupplier hurry, String... args) {
    return bounded(() -> shell.attended(Command::agrees, args), shell, hurry);
  }

  /** The same on a good network; tells when the first question is asked. */
  static Shell.Result run(Shell shell, Runnable asked, String... args) {
    var once = new AtomicBoolean();
    return bounded(
        () ->
            shell.attended(
                prompt -> {
                  if (once.compareAndSet(false, true)) {
                    asked.run();
                  }
                  return agrees(prompt);
                },
                args),
        shell,
        () -> false);
  }

  private static Optional<String> agrees(Prompt prompt) {
    if (prompt.choices().isEmpty()) {
      return Optional.of("sandbox");
    }
    return prompt.choices().getFirst().word().equals(Prompt.YES)
        ? Optional.of(Prompt.YES)
        : Optional.empty();
  }

  private static <T> T bounded(Callable<T> work, Shell shell, BooleanSupplier hurry) {
    var worker = new AtomicReference<@Nullable Thread>();
    try (var threads = Executors.newSingleThreadExecutor();
        var clock = Executors.newSingleThreadScheduledExecutor()) {
      var ticking =
          clock.scheduleAtFixedRate(
              () -> hurry(shell, hurry), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
      var answer =
          threads.submit(
              () -> {
                worker.set(Thread.currentThread());
                return work.call();
              });
      try {
        return answer.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        ticking.cancel(true);
        answer.cancel(true);
      }
    } catch (TimeoutException e) {
      throw new HangsException(Optional.ofNullable(worker.get()).map(Command::stack).orElse(""));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void hurry(Shell shell, BooleanSupplier hurry) {
    if (hurry.getAsBoolean()) {
      shell.clock().forward(AHEAD);
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
