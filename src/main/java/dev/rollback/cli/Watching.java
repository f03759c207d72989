package dev.rollback.cli;

import dev.rollback.console.LiveRegion;
import dev.rollback.journal.Holder;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.Reading;
import dev.rollback.report.EventJson;
import dev.rollback.report.EventText;
import dev.rollback.report.Moment;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;

/** Follows a journal that another process writes, by what comes to its end. */
final class Watching {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Whether somebody writes it is asked less often: asking holds its lock for a moment. */
  private static final int LOOKS_PER_ASKING = 8;

  /** After its end, a run waits for channels that are still to be told; but not for ever. */
  private static final int LOOKS_AFTER_THE_END = 40;

  private final World world;
  private final Workspace workspace;
  private final JournalStore journals;
  private final Output output;
  private Reading reading = Reading.nothing();
  private int told;
  private volatile Optional<Holder> holder = Optional.empty();
  private Optional<EventText> text = Optional.empty();
  private Optional<LiveRun> live = Optional.empty();
  private LiveRegion region = LiveRegion.none();

  Watching(World world, Workspace workspace, Output output) {
    this.world = world;
    this.workspace = workspace;
    this.journals = workspace.journals();
    this.output = output;
  }

  /**
   * Shows what happens until the run has ended, nobody works on it any more, or somebody has had
   * enough of it.
   *
   * @return what was read
   */
  Reading follow(String run) {
    try {
      var afterTheEnd = 0;
      for (var look = 0; ; look++) {
        if (look % LOOKS_PER_ASKING == 0 || hasEnded()) {
          holder = journals.holder(run);
        }
        // Read after that was asked: a process that has ended writes nothing more.
        read(run);
        if (hasEnded()) {
          afterTheEnd++;
        }
        if (holder.isEmpty()
            || afterTheEnd > LOOKS_AFTER_THE_END
            || reading.damage().isPresent()
            || !world.stop().pause(LOOK)) {
          return reading;
        }
      }
    } finally {
      region.close();
    }
  }

  private boolean hasEnded() {
    return live.flatMap(LiveRun::state).flatMap(s -> s.ended()).isPresent();
  }

  private void read(String run) {
    reading = journals.readOn(run, reading);
    var entries = reading.entries();
    if (told == 0 && !entries.isEmpty()) {
      begin(entries.getFirst());
    }
    entries.stream().skip(told).forEach(entry -> tell(run, entry));
    told = entries.size();
  }

  private void begin(JournalEntry first) {
    if (!(first.event() instanceof RunEvent.RunStarted started)) {
      return; // the reading has named the damage
    }
    var plan = started.plan();
    var estimate =
        workspace
            .written(plan)
            .flatMap(read -> read.scenario().estimate())
            .flatMap(Scenario.Estimate::duration);
    var shown = new LiveRun(world.clock(), output.layout(), estimate, this::seat);
    text = Optional.of(new EventText(plan, output.layout()));
    live = Optional.of(shown);
    region = output.live(shown);
  }

  private Moment.Seat seat() {
    return new Moment.Seat.Elsewhere(holder.map(Watching::worker));
  }

  private static Moment.Worker worker(Holder holder) {
    return new Moment.Worker(holder.user(), holder.host(), holder.pid());
  }

  private void tell(String run, JournalEntry entry) {
    live.ifPresent(l -> l.recorded(entry));
    text.ifPresent(
        t -> {
          t.line(entry).ifPresent(output::line);
          output.answer().line(Kind.EVENT, () -> EventJson.of(run, entry, t));
        });
    if (entry.seq() == reading.entries().size()) {
      waiting(entry).ifPresent(output::line);
    }
  }

  /** Of the last thing that has happened: whether it waits for somebody, and for whom. */
  private Optional<String> waiting(JournalEntry entry) {
    return entry.event() instanceof RunEvent.GateReached
        ? holder
            .map(Watching::worker)
            .map(w -> "          It waits for an answer of " + w.terminal() + ".")
        : Optional.empty();
  }
}
