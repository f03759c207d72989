package dev.rollback.report;

import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Elapsed;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of a run as text: what has happened, what is changed, what is left to do. */
public final class RunText {
  private static final int LABELS = 12;
  private static final int STATES = 16;
  private static final int TITLES = 5 + STATES + 11;

  private final RunState run;
  private final boolean running;
  private final Instant now;
  private final Layout layout;
  private final Page page;
  private final StepNames names;
  private final StepTimes times;

  private RunText(RunState run, boolean running, Instant now, Layout layout) {
    this.run = run;
    this.running = running;
    this.now = now;
    this.layout = layout;
    this.page = new Page(layout);
    this.names = new StepNames(run.plan());
    this.times = new StepTimes(run);
  }

  /**
   * The whole state; it ends with a line break.
   *
   * @param running whether a process is working on the run, which only its lock can tell
   * @param now for what is still to come
   */
  public static String status(RunState run, boolean running, Instant now, Layout layout) {
    var text = new RunText(run, running, now, layout);
    text.header();
    var plan = run.plan();
    plan.diagnosis().ifPresent(d -> DiagnosisText.write(text.page, d, plan.evidence()));
    text.steps();
    text.phases();
    text.failures();
    text.checks();
    text.changed();
    text.outstanding();
    text.notifications();
    text.left();
    return text.page.text();
  }

  private void header() {
    var plan = run.plan();
    page.line(0, Tone.STRONG, "Run " + run.run() + ": " + plan.scenario() + " on " + plan.target());
    page.line(0, Outcomes.tone(run), Outcomes.sentence(run, running));
    page.blank();
    page.entry(
        2,
        "started",
        LABELS,
        Words.moment(run.startedAt(), layout.zone())
            + " by "
            + run.started().by()
            + " on "
            + run.started().host());
    page.entry(2, "approved", LABELS, EventText.by(run.approval()));
    page.entry(2, "plan", LABELS, PlanText.shortDigest(run.started().digest()));
    page.entry(2, running ? "so far" : "took", LABELS, Words.duration(took()));
  }

  private Duration took() {
    return running ? Elapsed.between(run.startedAt(), now) : run.elapsed();
  }

  private void steps() {
    page.heading("Steps");
    run.plan()
        .all()
        .forEach(
            planned -> {
              names.number(planned.id()).ifPresent(n -> step(n, planned));
              if (planned instanceof PlannedStep.Phase p && p.scenario().isPresent()) {
                page.line(5, Tone.STRONG, StepWords.group(p));
              }
            });
  }

  private void step(int number, PlannedStep planned) {
    var state = run.step(planned.id());
    var head = "%3d  %-15s %9s".formatted(number, word(planned, state), time(state));
    page.entry(
        0,
        Outcomes.tone(state),
        head,
        TITLES,
        Tone.PLAIN,
        StepNames.title(planned) + attempts(state));
    state.answer().ifPresent(by -> detail("answered " + EventText.by(by)));
    state.check().ifPresent(c -> detail(ChecksText.sentence(c)));
    if (!state.note().isBlank() && state.advice().isBlank() && state.answer().isEmpty()) {
      detail(state.note());
    }
  }

  /** A question that nobody has answered yet is not in progress: it waits. */
  private static String word(PlannedStep planned, StepState state) {
    var asks = planned instanceof PlannedStep.Gate || planned instanceof PlannedStep.Manual;
    return asks && state.phase() == StepState.Phase.RUNNING ? "unanswered" : Outcomes.word(state);
  }

  private void detail(String text) {
    page.line(TITLES, Tone.QUIET, text);
  }

  private String time(StepState state) {
    var time =
        switch (state.phase()) {
          case UNDONE, UNDO_FAILED -> times.undoTook(state.id());
          case PENDING, RUNNING, UNDOING, REDOING -> Optional.<Duration>empty();
          case CHANGED, ALREADY, PASSED, KEPT, CONFIRMED, SKIPPED, FAILED, REDO_FAILED ->
              times.took(state.id());
        };
    return time.map(Words::duration).orElse("");
  }

  private static String attempts(StepState state) {
    return state.attempts() > 1 ? " (" + state.attempts() + " attempts)" : "";
  }

  private void phases() {
    var phases = PhaseUse.of(run, now); // while it may go on, its budget does
    if (!phases.isEmpty()) {
      page.heading("Phases and their budgets");
      phases.forEach(p -> page.line(2, p.tone(), p.line()));
    }
  }

  private void notifications() {
    if (!run.notifications().isEmpty()) {
      page.heading("Notifications");
      run.notifications()
          .forEach(
              n ->
                  page.entry(
                      2,
                      NotificationWords.tone(n),
                      Words.time(n.at(), layout.zone()),
                      10,
                      NotificationWords.tone(n),
                      NotificationWords.line(n)));
    }
  }

  private void failures() {
    var failures = Failure.of(run);
    if (failures.isEmpty()) {
      return;
    }
    page.heading("What went wrong");
    FailureLines.write(page, failures, layout);
  }

  private void checks() {
    var after = run.plan().after();
    if (after.isEmpty()) {
      return;
    }
    page.heading("Checks after the steps");
    after.forEach(
        check ->
            run.step(check.id())
                .check()
                .ifPresentOrElse(
                    result -> CheckLines.write(page, 2, result),
                    () ->
                        page.entry(
                            2, Tone.QUIET, "not read", 14, Tone.PLAIN, StepNames.title(check))));
  }

  private void changed() {
    page.heading("Changed by this run and still in place");
    var changes = run.toUndo().reversed();
    if (changes.isEmpty()) {
      page.line(2, Tone.PLAIN, "nothing");
    }
    changes.forEach(
        step ->
            page.entry(
                2,
                step.id(),
                LABELS + 6,
                target(names.find(step.id()))
                    + (certain(step) ? "" : " (perhaps: its outcome is unknown)")));
  }

  /** Whether the system has answered that the change was made. */
  static boolean certain(StepState step) {
    return step.written() && !step.unknown();
  }

  /** What a step moves; empty for one that moves nothing. */
  static String target(Optional<PlannedStep> planned) {
    return planned
        .map(
            step ->
                switch (step) {
                  case PlannedStep.Change c -> c.target().label();
                  case PlannedStep.Deferred d -> d.target().label();
                  case PlannedStep.OneWay o -> o.target().label();
                  case PlannedStep.Check c -> c.target().label();
                  case PlannedStep.Collect c -> c.target().label();
                  case PlannedStep.Gate _,
                      PlannedStep.Manual _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      "";
                })
        .orElse("");
  }

  private void outstanding() {
    var open = run.outstanding();
    if (open.isEmpty()) {
      return;
    }
    page.heading("Temporary changes still in place");
    open.forEach(
        step ->
            step.due()
                .ifPresent(
                    due ->
                        page.entry(
                            2,
                            Tone.CARE,
                            step.id(),
                            LABELS + 6,
                            Tone.PLAIN,
                            due(due)
                                + (step.unknown() ? " (perhaps: its outcome is unknown)" : ""))));
  }

  private String due(Instant due) {
    var at = "to be taken back at " + Words.moment(due, layout.zone());
    return now.isBefore(due)
        ? at + ", in " + Words.duration(Duration.between(now, due))
        : at + ": OVERDUE by " + Words.duration(Duration.between(due, now));
  }

  private void left() {
    var left = Remaining.of(run, running);
    page.heading(left.isEmpty() ? "Nothing is left to do" : heading());
    left.forEach(l -> RemainingLines.write(page, l));
    Outcomes.explained(run)
        .ifPresent(
            topic -> {
              page.blank();
              page.line(0, Tone.PLAIN, "see: " + topic.command());
            });
  }

  private String heading() {
    return run.resumable() || run.undoing().isPresent() ? "What is left to do" : "What can be done";
  }
}
