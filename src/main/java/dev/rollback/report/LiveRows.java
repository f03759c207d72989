package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Elapsed;
import dev.rollback.run.Progress;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The steps of a run that goes on, a line each; of those in hand, how far they have come. */
final class LiveRows {
  private static final String INDENT = "      ";

  /** How many lines of what is done stay in view above the step in hand. */
  private static final int BEFORE = 2;

  private final Moment moment;
  private final RunState run;
  private final Layout layout;
  private final StepNames names;
  private final StepTimes times;
  private final Map<String, PhaseUse> phases;
  private final List<Row> rows = new ArrayList<>();

  LiveRows(Moment moment, Layout layout, StepNames names) {
    this.moment = moment;
    this.run = moment.run();
    this.layout = layout;
    this.names = names;
    this.times = new StepTimes(run);
    this.phases =
        PhaseUse.of(run, moment.now()).stream()
            .collect(Collectors.toMap(PhaseUse::id, Function.identity()));
  }

  /** A line, and what it says of. */
  private record Row(String text, Optional<StepState.Phase> phase) {
    boolean active() {
      return phase.filter(LiveRows::isActive).isPresent();
    }

    boolean pending() {
      return phase.equals(Optional.of(StepState.Phase.PENDING));
    }

    boolean leftOut() {
      return phase.equals(Optional.of(StepState.Phase.SKIPPED));
    }
  }

  /** As many lines as there is room for: those around the step in hand. */
  List<String> lines(int room) {
    run.plan().steps().forEach(this::add);
    if (!run.plan().after().isEmpty()) {
      heading("Checks after the steps");
      run.plan().after().forEach(this::step);
    }
    if (rows.size() > room) {
      rows.removeIf(Row::leftOut);
    }
    if (rows.size() <= room) {
      return rows.stream().map(Row::text).toList();
    }
    var from = Math.clamp(focus() - BEFORE, 0, rows.size() - room);
    var to = from + room;
    var lines = new ArrayList<String>();
    rows.subList(from, to).forEach(row -> lines.add(row.text()));
    if (from > 0) {
      lines.set(0, more(from + 1, "above"));
    }
    if (to < rows.size()) {
      lines.set(lines.size() - 1, more(rows.size() - to + 1, "below"));
    }
    return lines;
  }

  private String more(int lines, String where) {
    return layout.style().paint(Tone.QUIET, INDENT + "... %d more %s".formatted(lines, where));
  }

  /** The line that must be in view: of a step in hand, else of the first that has not begun. */
  private int focus() {
    for (var i = 0; i < rows.size(); i++) {
      if (rows.get(i).active()) {
        return i;
      }
    }
    for (var i = 0; i < rows.size(); i++) {
      if (rows.get(i).pending()) {
        return i;
      }
    }
    return rows.size() - 1;
  }

  private void add(PlannedStep step) {
    switch (step) {
      case PlannedStep.Phase phase -> {
        heading(phase(phase));
        phase.steps().forEach(this::add);
      }
      case PlannedStep.Parallel parallel -> parallel.steps().forEach(this::add);
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Skipped _ ->
          step(step);
    }
  }

  private void heading(String text) {
    put(Tone.STRONG, text, Optional.empty());
  }

  private String phase(PlannedStep.Phase phase) {
    var use = Optional.ofNullable(phases.get(phase.id()));
    var budget =
        use.map(
                u ->
                    ", %s of %s%s"
                        .formatted(
                            seconds(u.took()),
                            Words.duration(u.budget()),
                            u.over() ? ": OVER its budget" : ""))
            .or(() -> phase.budget().map(b -> ", budget " + Words.duration(b)))
            .orElse("");
    return StepWords.group(phase) + budget;
  }

  private void step(PlannedStep step) {
    var state = run.step(step.id());
    var active = isActive(state.phase());
    var tone = Outcomes.tone(state);
    var head =
        "%s%3s  %-14s %10s  "
            .formatted(
                active ? ">" : tone == Tone.BAD ? "!" : " ",
                names.number(step.id()).map(String::valueOf).orElse(""),
                word(step, state),
                time(state));
    var text =
        layout.style().paint(tone, head)
            + layout
                .style()
                .paint(active ? Tone.STRONG : Tone.PLAIN, Printable.line(title(step, state)));
    rows.add(new Row(text, Optional.of(state.phase())));
    if (active) {
      attempt(state).ifPresent(t -> detail(Tone.CARE, t, state));
      progress(step).ifPresent(t -> detail(Tone.PLAIN, t, state));
    } else if (tone == Tone.BAD && !state.note().isBlank()) {
      detail(Tone.BAD, state.note(), state);
    }
  }

  private void detail(Tone tone, String text, StepState state) {
    put(tone, text, Optional.of(state.phase()));
  }

  private void put(Tone tone, String text, Optional<StepState.Phase> phase) {
    rows.add(new Row(layout.style().paint(tone, INDENT + Printable.line(text)), phase));
  }

  private static boolean isActive(StepState.Phase phase) {
    return switch (phase) {
      case RUNNING, UNDOING, REDOING -> true;
      case PENDING,
          CHANGED,
          ALREADY,
          PASSED,
          KEPT,
          CONFIRMED,
          SKIPPED,
          FAILED,
          UNDONE,
          UNDO_FAILED,
          REDO_FAILED ->
          false;
    };
  }

  /** Whether a step is a question to a person. */
  static boolean asks(PlannedStep step) {
    return step instanceof PlannedStep.Gate || step instanceof PlannedStep.Manual;
  }

  private static String word(PlannedStep step, StepState state) {
    if (asks(step) && state.phase() == StepState.Phase.RUNNING) {
      return "unanswered";
    }
    // What has not begun says so by saying nothing: the eye finds the step in hand.
    return state.phase() == StepState.Phase.PENDING ? "" : Outcomes.word(state);
  }

  private String time(StepState state) {
    var time =
        switch (state.phase()) {
          case RUNNING -> since(state.began());
          case UNDOING, REDOING -> since(state.ended());
          case UNDONE, UNDO_FAILED -> times.undoTook(state.id()).map(Words::duration);
          case CHANGED, ALREADY, PASSED, KEPT, CONFIRMED, SKIPPED, FAILED, REDO_FAILED ->
              times.took(state.id()).map(Words::duration);
          case PENDING -> Optional.<String>empty();
        };
    return time.orElse("");
  }

  private Optional<String> since(Optional<Instant> from) {
    return from.map(f -> seconds(Elapsed.between(f, moment.now())));
  }

  /** In whole seconds: tenths would only flicker. */
  static String seconds(Duration time) {
    return Words.duration(Duration.ofSeconds(time.toSeconds()));
  }

  private static String title(PlannedStep step, StepState state) {
    return step instanceof PlannedStep.Check check
        ? state
            .check()
            .filter(_ -> !isActive(state.phase()))
            .map(read -> check.id() + ": " + read(read))
            .orElseGet(() -> check.id() + ": " + expects(check))
        : title(step);
  }

  private static String expects(PlannedStep.Check check) {
    return check.expect().isBlank()
        ? check.name()
        : "expects "
            + check.expect()
            + check.sustained().map(d -> " for " + Words.duration(d)).orElse("");
  }

  private static String read(CheckResult read) {
    var values = ChecksText.values(read);
    return (values.isEmpty() ? ChecksText.why(read) : values)
        + (read.expect().isBlank() ? "" : " (expects " + read.expect() + ")");
  }

  /** What a step is, and of a question, what is asked. */
  static String title(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Gate g -> g.id() + ": " + g.question() + approvers(g);
      case PlannedStep.Manual m -> m.id() + ": " + m.instruction();
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          StepNames.title(step);
    };
  }

  private static String approvers(PlannedStep.Gate gate) {
    return gate.approvers().map(a -> " (signed by " + a.label() + ")").orElse("");
  }

  private static Optional<String> attempt(StepState state) {
    return state.attempts() > 1 ? Optional.of("attempt " + state.attempts()) : Optional.empty();
  }

  private Optional<String> progress(PlannedStep step) {
    return Optional.ofNullable(moment.progress().get(step.id()))
        .map(
            how ->
                switch (how) {
                  case Progress.Said(var text) -> text;
                  case Progress.Read(var soFar, var holds) -> read(step, soFar, holds);
                });
  }

  private static String read(PlannedStep step, CheckResult soFar, Duration holds) {
    var sustained =
        step instanceof PlannedStep.Check check ? check.sustained() : Optional.<Duration>empty();
    var values = ChecksText.values(soFar);
    var window =
        soFar.verdict() == Verdict.PASS
            ? sustained.map(of -> "; holds for " + seconds(holds) + " of " + Words.duration(of))
            : Optional.<String>empty();
    return ChecksText.verdict(soFar.verdict())
        + ": "
        + (values.isEmpty() ? ChecksText.why(soFar) : values)
        + window.orElse("");
  }
}
