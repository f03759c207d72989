package dev.rollback.cli;

import dev.rollback.plan.Pause;
import dev.rollback.run.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;

/**
 * How a run is told to stop: the first signal lets it end the step in hand safely, the second ends
 * the process at once. Nothing of a run is lost either way: everything that matters is in the
 * journal first.
 */
public class Interrupts implements StopSignal, Pause {
  private final AtomicReference<String> by = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private final AtomicBoolean orderly = new AtomicBoolean();
  private final AtomicBoolean harmless = new AtomicBoolean();

  /** Listens to the signals of a terminal: Ctrl-C, a polite kill, a closed window. */
  public Interrupts listening(Runnable atFirst) {
    for (var signal : new String[] {"INT", "TERM", "HUP"}) {
      Signals.register(signal, () -> received(signal, atFirst));
    }
    return this;
  }

  private void received(String signal, Runnable atFirst) {
    if (stop("SIG" + signal)) {
      if (!harmless.get()) {
        atFirst.run();
      }
    } else if (orderly.getAndSet(false)) {
      Runtime.getRuntime().exit(ExitCode.INTERRUPTED.code());
    } else {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
  }

  /**
   * From now on the second signal ends the process by way of its hooks, so that no server is left
   * that it has started; a third one does not wait for them.
   */
  void orderly() {
    orderly.set(true);
  }

  /** Nothing is being done that would have to be ended safely: there is nothing to say of that. */
  void harmless() {
    harmless.set(true);
  }

  /**
   * Asks the run to stop.
   *
   * @return whether this was the first time
   */
  public boolean stop(String who) {
    var first = by.compareAndSet(null, who);
    stopped.countDown();
    return first;
  }

  @Override
  public Optional<String> requested() {
    return Optional.ofNullable(by.get());
  }

  @Override
  public boolean pause(Duration time) {
    try {
      return !stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop("the process");
      return false;
    }
  }
}
