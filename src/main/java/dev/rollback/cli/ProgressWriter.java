package dev.rollback.cli;

import dev.rollback.journal.ProgressFile;
import dev.rollback.plan.CheckResult;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Progress;
import dev.rollback.run.RunListener;
import dev.rollback.run.StepProgress;
import dev.rollback.run.StepsInHand;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets others see how far the steps in hand have come: it writes that beside the journal, some
 * times a second at most, by a thread of its own. The run does not depend on it: where it cannot be
 * written, it is given up, and the log says so once.
 */
final class ProgressWriter implements RunListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressWriter.class);
  private static final long EVERY_MILLIS = 500;

  /** How long the end of a run waits for a disk that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ProgressFile file;
  private final Clock clock;
  private final StepsInHand inHand = new StepsInHand();
  private final Map<String, StepProgress> steps = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Thread> thread = Optional.empty();
  private boolean changed;
  private boolean givenUp;

  private ProgressWriter(ProgressFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Writes from now on, until it is closed; what a process has left that died is removed. */
  static ProgressWriter open(ProgressFile file, Clock clock) {
    var writer = new ProgressWriter(file, clock);
    writer.write(List.of());
    return writer;
  }

  @Override
  public synchronized void recorded(JournalEntry entry) {
    inHand.add(entry);
    changed |= steps.values().removeIf(said -> !inHand.isAbout(said));
  }

  @Override
  public void progress(String step, String how) {
    put(step, new Progress.Said(how));
  }

  @Override
  public void read(CheckResult soFar, Duration holds) {
    put(soFar.id(), new Progress.Read(soFar, holds));
  }

  private synchronized void put(String step, Progress how) {
    inHand
        .since(step)
        .ifPresent(
            since -> {
              steps.put(step, new StepProgress(step, since, clock.instant(), how));
              changed = true;
              start();
            });
  }

  private void start() {
    if (thread.isEmpty()) {
      thread = Optional.of(Thread.ofPlatform().daemon().name("progress").start(this::writeOn));
    }
  }

  private void writeOn() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        taken().ifPresent(this::write);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  /** What is to be written; empty where that was done. */
  private synchronized Optional<List<StepProgress>> taken() {
    var news = changed && !givenUp ? Optional.of(List.copyOf(steps.values())) : none();
    changed = false;
    return news;
  }

  private static Optional<List<StepProgress>> none() {
    return Optional.empty();
  }

  private void write(List<StepProgress> now) {
    try {
      if (now.isEmpty()) {
        file.remove();
      } else {
        file.write(now);
      }
    } catch (IOException | RuntimeException e) {
      giveUp(e);
    }
  }

  private synchronized void giveUp(Exception why) {
    if (givenUp) {
      return;
    }
    givenUp = true;
    try {
      file.remove(); // what was said last would be taken for what is
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    LOG.debug("who watches this run is not told any more how far a step has come", why);
  }

  @Override
  public void close() {
    closed.countDown();
    if (ended()) {
      write(List.of());
    }
  }

  /** Whether nothing is being written any more. */
  private boolean ended() {
    Optional<Thread> writing;
    synchronized (this) {
      writing = thread;
    }
    if (writing.isEmpty()) {
      return true;
    }
    try {
      return writing.get().join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
