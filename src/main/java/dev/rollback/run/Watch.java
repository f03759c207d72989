package dev.rollback.run;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a run from beside it, also while a gate waits or a step hangs: records what takes too
 * long, and has channels told what they are to be told.
 */
final class Watch implements AutoCloseable {
  private static final long EVERY_MILLIS = 250;

  private final BoundScenario scenario;
  private final Recorder recorder;
  private final Conditions conditions;
  private final Couriers couriers;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean watching;

  Watch(BoundScenario scenario, Recorder recorder, Conditions conditions) {
    this.scenario = scenario;
    this.recorder = recorder;
    this.conditions = conditions;
    this.couriers = new Couriers(scenario.channels(), scenario.at(), recorder, conditions);
  }

  /** Looks from now on, until it is closed; where there is nothing to look for, it does not. */
  synchronized void start() {
    var budgets = !recorder.state().phaseTimes().isEmpty();
    watching = budgets || estimate().isPresent() || !scenario.scenario().notifications().isEmpty();
    if (watching) {
      Thread.ofPlatform().daemon().name("watch").start(this::lookUntilClosed);
    }
  }

  private void lookUntilClosed() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    } catch (SystemException e) {
      // The journal takes nothing more: the run hears of it at its own next event, and stops.
      recorder.progress("watch", e.problem());
    }
  }

  /**
   * Looks once: what the journal does not say yet is recorded, and what is to be told goes on its
   * way.
   *
   * @throws SystemException when it cannot be recorded
   */
  synchronized void lookOnce() {
    if (watching) {
      var now = conditions.clock().instant();
      overruns(recorder.state(), now);
      couriers.take(run -> Notices.owed(run, scenario.scenario(), now));
    }
  }

  /** A run that is taken back, or put back, is not what the budgets are for. */
  private void overruns(RunState run, Instant now) {
    if (run.ended().isPresent() || !(run.heading() instanceof Heading.Forwards)) {
      return;
    }
    run.phaseTimes().stream()
        .filter(phase -> phase.isOver(now) && !isRecorded(run, phase))
        .forEach(p -> recorder.record(new RunEvent.BudgetExceeded(p.id(), p.budget())));
    estimate()
        .filter(time -> isOver(run, time, now) && !isRecorded(run))
        .ifPresent(time -> recorder.record(new RunEvent.EstimateExceeded(time)));
  }

  private Optional<Duration> estimate() {
    return scenario.scenario().estimate().flatMap(Scenario.Estimate::duration);
  }

  private static boolean isOver(RunState run, Duration estimate, Instant now) {
    return PhaseTime.firstStart(run)
        .filter(from -> Elapsed.between(from, now).compareTo(estimate) > 0)
        .isPresent();
  }

  private static boolean isRecorded(RunState run, PhaseTime phase) {
    return run.timeline().stream()
        .anyMatch(
            e ->
                e.event() instanceof RunEvent.BudgetExceeded(var step, var _)
                    && step.equals(phase.id()));
  }

  private static boolean isRecorded(RunState run) {
    return run.timeline().stream().anyMatch(e -> e.event() instanceof RunEvent.EstimateExceeded);
  }

  /** Tells how the run ended, and waits a little for what is still on its way. */
  void finish() {
    try {
      synchronized (this) {
        lookOnce();
        watching = false;
      }
      couriers.awaitAll(conditions.patience());
    } catch (SystemException e) {
      // How the run ended stands in the journal; only who was told of it does not.
      recorder.progress("watch", e.problem());
    }
  }

  @Override
  public synchronized void close() {
    watching = false;
    closed.countDown();
    couriers.close();
  }
}
