package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Brings notices to channels in the background: to each channel one after the other, while none
 * waits for another channel, nor the run for any. What came of each is an event. Thread-safe.
 */
final class Couriers implements AutoCloseable {
  private final Map<String, Channel> channels;
  private final Instant planned;
  private final Recorder recorder;
  private final Conditions conditions;
  private final Map<String, ExecutorService> lines = new HashMap<>();
  private final Map<Notice.Key, Errand> underWay = new LinkedHashMap<>();

  /** Once something could not be recorded, nobody is told anything more. */
  private volatile boolean mute;

  Couriers(
      Map<String, Channel> channels, Instant planned, Recorder recorder, Conditions conditions) {
    this.channels = channels;
    this.planned = planned;
    this.recorder = recorder;
    this.conditions = conditions;
  }

  /** How far an errand is. */
  private enum Progress {
    WAITING,
    BEGUN,
    SETTLED
  }

  /** One notice on its way; who settles it first says what came of it. */
  private final class Errand {
    private final Notice notice;
    private final FutureTask<Boolean> work = new FutureTask<>(this::deliver);
    private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.WAITING);

    Errand(Notice notice) {
      this.notice = notice;
    }

    private boolean deliver() {
      if (mute || !progress.compareAndSet(Progress.WAITING, Progress.BEGUN)) {
        return false;
      }
      var end = send(notice);
      var first = progress.compareAndSet(Progress.BEGUN, Progress.SETTLED);
      if (first) {
        record(end);
      }
      return first;
    }

    private void record(RunEvent end) {
      try {
        recorder.record(end);
      } catch (RuntimeException | Error e) {
        mute = true;
        throw e;
      }
      arrived(notice.key());
    }

    /** Waits for it no longer than that. */
    private void await(Duration left) {
      try {
        work.get(left.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        giveUp("no answer had come when the run had ended");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        giveUp("the process was told to end");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof SystemException failed
            ? failed
            : new IllegalStateException("a notice could not be recorded", e.getCause());
      }
    }

    private void giveUp(String why) {
      switch (progress.getAndSet(Progress.SETTLED)) {
        case WAITING ->
            record(failed(notice, "the channel was still busy with an earlier message", "", false));
        case BEGUN -> record(failed(notice, why, "See whether it has arrived.", true));
        case SETTLED -> {}
      }
    }
  }

  /**
   * Takes notices on their way, unless they are already.
   *
   * @param owed by the journal as it is when it is asked. It is asked here, where no errand can
   *     come to its end meanwhile: else one that has just been recorded would be run again
   */
  synchronized void take(Function<RunState, List<Notice>> owed) {
    owed.apply(recorder.state()).forEach(this::take);
  }

  private void take(Notice notice) {
    if (!underWay.containsKey(notice.key())) {
      var errand = new Errand(notice);
      underWay.put(notice.key(), errand);
      line(notice.channel()).execute(errand.work);
    }
  }

  private ExecutorService line(String channel) {
    return lines.computeIfAbsent(
        channel, _ -> Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
  }

  private synchronized void arrived(Notice.Key key) {
    underWay.remove(key);
  }

  private synchronized List<Errand> left() {
    return List.copyOf(underWay.values());
  }

  /**
   * Waits until all have arrived, and no longer than that; what has not is given up, and recorded
   * as such.
   *
   * @throws SystemException when something cannot be recorded
   */
  void awaitAll(Duration patience) {
    var end = System.nanoTime() + patience.toNanos();
    var all = left();
    all.forEach(e -> e.await(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    // Only now that all are settled: ended before, it would make way for the next one of its
    // channel.
    all.forEach(e -> e.work.cancel(true));
  }

  private RunEvent send(Notice notice) {
    return switch (channels.get(notice.channel())) {
      case Channel.Known<?, ?> known -> send(notice, known);
      case Channel.Missing(var _, var why, var advice) -> failed(notice, why, advice, false);
      case null -> throw new IllegalStateException("a channel is not bound: " + notice.channel());
    };
  }

  /** Whatever goes wrong here is not the run's business: it is recorded, and that is all. */
  private <R, W extends R> RunEvent send(Notice notice, Channel.Known<R, W> channel) {
    var text = text(notice);
    try {
      var said =
          channel
              .messenger()
              .sending(text, notice.event(), planned)
              .execute(
                  channel.connection().writer(), line -> recorder.progress(channel.way(), line));
      return new RunEvent.NotificationSent(
          notice.channel(), notice.occasion(), notice.about(), notice.after(), text, said);
    } catch (SystemException e) {
      return failed(
          notice, e.problem(), e.advice().orElse(""), e.effect() == SystemException.Effect.UNKNOWN);
    } catch (RuntimeException e) {
      return failed(notice, "this is a bug in rollback: " + e, "Please report it.", true);
    }
  }

  private RunEvent failed(Notice notice, String why, String advice, boolean unknown) {
    return new RunEvent.NotificationFailed(
        notice.channel(),
        notice.occasion(),
        notice.about(),
        notice.after(),
        text(notice),
        why,
        advice,
        unknown);
  }

  private String text(Notice notice) {
    return conditions.redactor().redact(notice.text());
  }

  /** Ends what is still on its way; what it was is told again by whoever goes on with the run. */
  @Override
  public synchronized void close() {
    lines.values().forEach(ExecutorService::shutdownNow);
  }
}
