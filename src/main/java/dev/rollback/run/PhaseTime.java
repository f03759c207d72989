package dev.rollback.run;

import dev.rollback.plan.PlannedStep;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long a phase took of its budget, by the journal: from the start of its first step, through
 * everything that comes between, a crash and a night included, to the end of its last.
 */
@Doc("How long a phase took of its budget.")
public record PhaseTime(
    @Doc("The phase's id.") String id,
    @Doc("Its name.") String name,
    @Doc("The time that it may take.") Duration budget,
    @Doc("When its first step began; missing where none has.") Optional<Instant> began,
    @Doc("When it ended or was given up; missing while it goes on.") Optional<Instant> ended) {

  /** How long it took, or has taken by now; zero where it has not begun. */
  public Duration took(Instant now) {
    return began.map(from -> Elapsed.between(from, ended.orElse(now))).orElse(Duration.ZERO);
  }

  /** Whether that is longer than it may. */
  public boolean isOver(Instant now) {
    return took(now).compareTo(budget) > 0;
  }

  /** The phases of a run that have a budget, in the order of the plan. */
  static List<PhaseTime> of(RunState run) {
    var times = new ArrayList<PhaseTime>();
    run.plan()
        .all()
        .filter(PlannedStep.Phase.class::isInstance)
        .map(PlannedStep.Phase.class::cast)
        .forEach(p -> p.budget().ifPresent(budget -> times.add(new Reading(run, p).time(budget))));
    return List.copyOf(times);
  }

  /** When the run's first step began. */
  static Optional<Instant> firstStart(RunState run) {
    return run.timeline().stream()
        .filter(e -> start(e.event()).isPresent())
        .map(JournalEntry::at)
        .findFirst();
  }

  /** The step that begins with this event. */
  private static Optional<String> start(RunEvent event) {
    if (event instanceof RunEvent.StepStarted(var step, var _)) {
      return Optional.of(step);
    }
    return event instanceof RunEvent.GateReached(var step, var _)
        ? Optional.of(step)
        : Optional.empty();
  }

  /** The step that ends with this event, well or not. */
  private static Optional<String> end(RunEvent event) {
    if (event instanceof RunEvent.StepDone(var step, var _, var _)) {
      return Optional.of(step);
    }
    if (event instanceof RunEvent.StepFailed failed) {
      return Optional.of(failed.step());
    }
    return event instanceof RunEvent.Answered(var step, var _, var _)
        ? Optional.of(step)
        : Optional.empty();
  }

  /** One reading of a journal. */
  private static final class Reading {
    private final RunState run;
    private final PlannedStep.Phase phase;
    private final Set<String> members;
    private Optional<Instant> began = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private Optional<Instant> ended = Optional.empty();

    Reading(RunState run, PlannedStep.Phase phase) {
      this.run = run;
      this.phase = phase;
      this.members =
          phase
              .flatten()
              .filter(s -> !isGroup(s))
              .map(PlannedStep::id)
              .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isGroup(PlannedStep step) {
      return switch (step) {
        case PlannedStep.Parallel _, PlannedStep.Phase _ -> true;
        case PlannedStep.Change _,
            PlannedStep.Deferred _,
            PlannedStep.OneWay _,
            PlannedStep.Check _,
            PlannedStep.Collect _,
            PlannedStep.Gate _,
            PlannedStep.Manual _,
            PlannedStep.Skipped _ ->
            false;
      };
    }

    PhaseTime time(Duration budget) {
      run.timeline().forEach(this::read);
      if (members.stream().allMatch(m -> run.step(m).phase().done())) {
        close(last);
      }
      return new PhaseTime(phase.id(), phase.name(), budget, began, ended);
    }

    private void read(JournalEntry entry) {
      var at = Optional.of(entry.at());
      start(entry.event())
          .ifPresent(
              step -> {
                if (members.contains(step)) {
                  began = began.or(() -> at);
                  ended = Optional.empty();
                } else {
                  close(last.or(() -> at)); // the run has gone on behind it
                }
              });
      end(entry.event()).filter(members::contains).ifPresent(_ -> last = at);
      if (entry.event() instanceof RunEvent.UndoStarted(var _, var _, var some) && some.isEmpty()) {
        close(at);
      }
      if (entry.event() instanceof RunEvent.RunEnded(var outcome, var _) && !outcome.canGoOn()) {
        close(at);
      }
    }

    private void close(Optional<Instant> at) {
      if (began.isPresent() && ended.isEmpty()) {
        ended = at;
      }
    }
  }
}
