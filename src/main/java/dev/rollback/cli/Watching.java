package dev.rollback.cli;

import dev.rollback.console.LiveRegion;
import dev.rollback.journal.Holder;
import dev.rollback.journal.JournalStore;
import dev.rollback.journal.ProgressFile;
import dev.rollback.journal.Reading;
import dev.rollback.report.CommandJson;
import dev.rollback.report.EventJson;
import dev.rollback.report.EventText;
import dev.rollback.report.Moment;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Progress;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepProgress;
import dev.rollback.run.StepsInHand;
import dev.rollback.scenario.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a journal that another process writes, by what comes to its end, and what that process
 * says beside it.
 */
final class Watching {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);
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
  private final StepsInHand inHand = new StepsInHand();
  private Optional<ProgressFile> beside = Optional.empty();
  private Map<String, Progress> progress = Map.of();

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
      begin(run, entries.getFirst());
    }
    entries.stream().skip(told).forEach(entry -> tell(run, entry));
    told = entries.size();
    progress(run);
  }

  /** What only the process knows that works on it; nothing where there is none. */
  private void progress(String run) {
    var now =
        beside
            .filter(_ -> holder.isPresent())
            .map(file -> said(run, file))
            .orElse(Map.<String, Progress>of());
    live.ifPresent(l -> l.progress(now));
    now.forEach((step, how) -> tell(run, step, how));
    progress = now;
  }

  private Map<String, Progress> said(String run, ProgressFile file) {
    try {
      return file.read().stream()
          .filter(inHand::isAbout)
          .collect(Collectors.toMap(StepProgress::step, StepProgress::how, (_, last) -> last));
    } catch (IOException e) {
      LOG.debug("how far the steps of run {} have come cannot be read", run, e);
      return Map.of();
    }
  }

  private void tell(String run, String step, Progress how) {
    if (how instanceof Progress.Said(var text) && !how.equals(progress.get(step))) {
      output.answer().line(Kind.PROGRESS, () -> CommandJson.Progress.of(run, step, text));
    }
  }

  private void begin(String run, JournalEntry first) {
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
    beside = Optional.of(journals.progress(run));
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
    inHand.add(entry);
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
