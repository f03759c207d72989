package dev.rollback.cli;

import dev.rollback.console.LiveView;
import dev.rollback.plan.CheckResult;
import dev.rollback.report.Layout;
import dev.rollback.report.LiveText;
import dev.rollback.report.Moment;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Progress;
import dev.rollback.run.RunFold;
import dev.rollback.run.RunListener;
import dev.rollback.run.RunState;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of a run that goes on, to be shown at any moment: it is told by the run, and asked
 * by whoever draws. Thread-safe, and quick where the run tells it something.
 */
final class LiveRun implements LiveView, RunListener {
  private final Clock clock;
  private final Layout layout;
  private final Optional<Duration> estimate;
  private final Supplier<Moment.Seat> seat;
  private final Map<String, Progress> progress = new HashMap<>();
  private Optional<RunFold> fold = Optional.empty();
  private Optional<RunState> known = Optional.empty();

  /**
   * A run of which nothing is known yet.
   *
   * @param estimate how long its scenario takes
   * @param seat from where it is watched
   */
  LiveRun(Clock clock, Layout layout, Optional<Duration> estimate, Supplier<Moment.Seat> seat) {
    this.clock = clock;
    this.layout = layout;
    this.estimate = estimate;
    this.seat = seat;
  }

  /** The same, after what its journal holds already. */
  LiveRun after(List<JournalEntry> entries) {
    entries.forEach(this::recorded);
    return this;
  }

  @Override
  public synchronized void recorded(JournalEntry entry) {
    fold.ifPresentOrElse(f -> f.add(entry), () -> fold = Optional.of(RunFold.of(List.of(entry))));
    known = Optional.empty();
  }

  @Override
  public synchronized void progress(String step, String how) {
    progress.put(step, new Progress.Said(how));
  }

  @Override
  public synchronized void read(CheckResult soFar, Duration holds) {
    progress.put(soFar.id(), new Progress.Read(soFar, holds));
  }

  /** How far the steps in hand have come, and nothing else is known of any. */
  synchronized void progress(Map<String, Progress> all) {
    progress.clear();
    progress.putAll(all);
  }

  /** What is known by now; empty where it has not begun. */
  synchronized Optional<RunState> state() {
    known = known.or(() -> fold.map(RunFold::state));
    return known;
  }

  @Override
  public List<String> lines(int width, int height) {
    return moment().map(m -> LiveText.lines(m, layout, width, height)).orElse(List.of());
  }

  private synchronized Optional<Moment> moment() {
    return state().map(run -> new Moment(run, clock.instant(), estimate, progress, seat.get()));
  }
}
