package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.PlannedStep;
import dev.rollback.report.Report.Answer;
import dev.rollback.report.Report.Judged;
import dev.rollback.report.Report.Place;
import dev.rollback.run.Elapsed;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Computes the report of a run from its state: a pure function. */
public final class Reports {
  private final RunState run;
  private final StepNames names;
  private final StepTimes times;
  private final Spans spans;
  private final Map<String, CheckReadings> readings;

  private Reports(RunState run) {
    this.run = run;
    this.names = new StepNames(run.plan());
    this.times = new StepTimes(run);
    this.spans = Spans.of(run);
    this.readings = readings(run);
  }

  /** The report of a run that no process is working on. */
  public static Report of(RunState run, ReportExtras extras) {
    return new Reports(run).report(extras);
  }

  private Report report(ReportExtras extras) {
    var started = run.started();
    var plan = run.plan();
    return new Report(
        run.run(),
        plan.scenario(),
        plan.title(),
        plan.target(),
        run.ended().map(RunEvent.RunEnded::outcome),
        Outcomes.sentence(run, false),
        started.by(),
        started.host(),
        started.version(),
        run.approval(),
        run.startedAt(),
        run.last().at(),
        run.elapsed(),
        timeToRecover(),
        plan.diagnosis(),
        extras.estimate(),
        inPlace(),
        timeline(),
        spans.spans(),
        spans.marks(),
        steps(),
        checks(),
        answers(),
        unanswered(),
        Failure.of(run),
        run.undoing(),
        outstanding(),
        Remaining.of(run, false),
        extras.followUps(),
        extras.contacts(),
        PhaseUse.of(run, run.last().at()),
        run.notifications(),
        new Report.Evidence(
            started.digest(),
            run.timeline().size(),
            extras.journalHead(),
            run.steps().values().stream().flatMap(s -> s.evidence().stream()).toList()));
  }

  private Optional<Duration> timeToRecover() {
    if (run.ended().filter(e -> e.outcome() == Outcome.SUCCEEDED).isEmpty()) {
      return Optional.empty();
    }
    return run.plan().after().stream()
        .flatMap(check -> run.step(check.id()).check().stream())
        .map(result -> Elapsed.between(run.startedAt(), readAt(result)))
        .max(Duration::compareTo);
  }

  /** When the journal says that it was read: one clock for the whole report. */
  private Instant readAt(CheckResult result) {
    return run.step(result.id()).ended().orElse(result.at());
  }

  private List<Report.Happening> timeline() {
    var text = new EventText(run.plan(), Layout.DEFAULT);
    return run.timeline().stream()
        .flatMap(entry -> text.what(entry).map(w -> new Report.Happening(entry.at(), w)).stream())
        .toList();
  }

  private List<Report.Step> steps() {
    return run.plan()
        .all()
        .flatMap(step -> names.number(step.id()).map(n -> step(n, step)).stream())
        .toList();
  }

  private Report.Step step(int number, PlannedStep planned) {
    var state = run.step(planned.id());
    return new Report.Step(
        number,
        planned.id(),
        planned.name(),
        action(planned),
        RunText.target(Optional.of(planned)),
        state.phase(),
        times.took(planned.id()),
        times.undoTook(planned.id()),
        state.attempts(),
        diff(planned, state),
        state.kept().isPresent(),
        state.note(),
        sent(planned, state));
  }

  private static Optional<String> sent(PlannedStep planned, StepState state) {
    return planned instanceof PlannedStep.OneWay o && state.mayHaveBeenDone()
        ? Optional.of(o.preview())
        : Optional.empty();
  }

  static String action(PlannedStep planned) {
    return switch (planned) {
      case PlannedStep.Change c -> c.action();
      case PlannedStep.Deferred d -> d.action();
      case PlannedStep.OneWay o -> o.action();
      case PlannedStep.Check c -> c.check();
      case PlannedStep.Collect c -> c.capture();
      case PlannedStep.Gate _ -> "gate";
      case PlannedStep.Manual _ -> "by hand";
      case PlannedStep.Parallel _, PlannedStep.Phase _ -> "group";
      case PlannedStep.Skipped _ -> "";
    };
  }

  /** What was kept counts; the plan's words are taken where both say the same. */
  private static List<FieldChange> diff(PlannedStep planned, StepState state) {
    var asPlanned = planned instanceof PlannedStep.Change c ? c.diff() : List.<FieldChange>of();
    return state.kept().map(kept -> diff(planned, kept)).orElse(asPlanned);
  }

  private static List<FieldChange> diff(PlannedStep planned, StepState.Kept kept) {
    var changes = JsonDiff.between(kept.before(), kept.after());
    if (!(planned instanceof PlannedStep.Change c)) {
      return changes;
    }
    // Which fields are hints no tree says: the plan's words leave them out, and its trees do not.
    var all = JsonDiff.between(c.before(), c.after());
    var shown = all.stream().filter(change -> shown(c, change.field())).toList();
    var hidden =
        all.stream().filter(Predicate.not(shown::contains)).map(FieldChange::field).toList();
    var told = changes.stream().filter(change -> !hidden.contains(change.field())).toList();
    return told.equals(shown) ? c.diff() : told;
  }

  /** Whether the plan names this field, one in it, or the one that it is in. */
  private static boolean shown(PlannedStep.Change planned, String field) {
    return planned.diff().stream()
        .map(FieldChange::field)
        .anyMatch(f -> (f + ".").startsWith(field + ".") || (field + ".").startsWith(f + "."));
  }

  private List<Judged> checks() {
    var plan = run.plan();
    return Stream.of(
            plan.evidence().stream().map(r -> judged(r, Place.EVIDENCE)),
            plan.before().stream().map(r -> judged(r, Place.BEFORE)),
            plan.all().filter(PlannedStep.Check.class::isInstance).map(c -> judged(c, Place.STEP)),
            plan.after().stream().map(c -> judged(c, Place.AFTER)))
        .flatMap(checks -> checks)
        .toList();
  }

  private static Judged judged(CheckResult result, Place place) {
    return new Judged(
        result.id(),
        result.name(),
        place,
        Optional.of(result),
        CheckReadings.of(result).each(),
        Optional.empty(),
        Optional.empty());
  }

  private Judged judged(PlannedStep check, Place place) {
    var read = readings.getOrDefault(check.id(), new CheckReadings());
    return new Judged(
        check.id(),
        check.name(),
        place,
        run.step(check.id()).check(),
        read.each(),
        run.plan().baseline(check.id()),
        read.all());
  }

  private static Map<String, CheckReadings> readings(RunState run) {
    var readings = new HashMap<String, CheckReadings>();
    for (var entry : run.timeline()) {
      if (entry.event() instanceof RunEvent.CheckRead read) {
        readings.computeIfAbsent(read.step(), _ -> new CheckReadings()).add(entry.at(), read);
      }
    }
    return readings;
  }

  private List<Answer> answers() {
    var answers = new ArrayList<Answer>();
    answers.add(
        new Answer(
            run.startedAt(),
            Optional.empty(),
            "plan",
            "Apply the plan as shown?",
            true,
            run.approval()));
    var asked = new HashMap<String, Instant>();
    for (var entry : run.timeline()) {
      if (entry.event() instanceof RunEvent.GateReached gate) {
        asked.put(gate.step(), entry.at());
      } else if (entry.event() instanceof RunEvent.Answered(var step, var yes, var by)) {
        var since = Optional.ofNullable(asked.get(step));
        answers.add(new Answer(entry.at(), since, step, question(step), yes, by));
      }
    }
    return List.copyOf(answers);
  }

  /** Asked, and the run has stopped there. */
  private List<Report.Question> unanswered() {
    var open = new LinkedHashMap<String, Report.Question>();
    for (var entry : run.timeline()) {
      if (entry.event() instanceof RunEvent.GateReached(var step, var question)) {
        open.put(step, new Report.Question(entry.at(), step, question, ""));
      } else if (entry.event() instanceof RunEvent.ApprovalsMissing missing) {
        open.computeIfPresent(missing.step(), (_, asked) -> with(asked, missing));
      } else if (entry.event() instanceof RunEvent.Answered answered) {
        open.remove(answered.step());
      }
    }
    return List.copyOf(open.values());
  }

  private static Report.Question with(Report.Question question, RunEvent.ApprovalsMissing e) {
    return new Report.Question(
        question.asked(), question.step(), question.question(), EventText.approvals(e));
  }

  private List<Report.InPlace> inPlace() {
    return run.toUndo().reversed().stream().map(this::inPlace).toList();
  }

  private Report.InPlace inPlace(StepState step) {
    var planned = names.find(step.id());
    return new Report.InPlace(
        step.id(),
        planned.map(PlannedStep::name).orElse(""),
        RunText.target(planned),
        RunText.certain(step),
        step.due());
  }

  private String question(String step) {
    return names
        .find(step)
        .map(
            planned ->
                switch (planned) {
                  case PlannedStep.Gate g -> g.question();
                  case PlannedStep.Manual m -> m.instruction();
                  case PlannedStep.Change _,
                      PlannedStep.Deferred _,
                      PlannedStep.OneWay _,
                      PlannedStep.Check _,
                      PlannedStep.Collect _,
                      PlannedStep.Parallel _,
                      PlannedStep.Phase _,
                      PlannedStep.Skipped _ ->
                      "Make a change that the plan did not show?";
                })
        .orElse("");
  }

  private List<Report.Outstanding> outstanding() {
    return run.outstanding().stream()
        .flatMap(
            s ->
                s.due().stream()
                    .map(
                        due ->
                            new Report.Outstanding(
                                s.id(), RunText.target(names.find(s.id())), due)))
        .toList();
  }
}
