package dev.rollback.report;

import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.PlannedStep;
import dev.rollback.report.Report.Mark;
import dev.rollback.report.Report.Span;
import dev.rollback.report.Report.Span.End;
import dev.rollback.report.Report.Span.Kind;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When what was done in a run: the stretches of time between the events of its steps. */
final class Spans {
  private final StepNames names;
  private final List<Span> spans = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<String, Open> open = new LinkedHashMap<>();
  private Instant last;

  /** What has begun and not ended. */
  private record Open(Kind kind, Instant from) {}

  private Spans(RunState run) {
    this.names = new StepNames(run.plan());
    this.last = run.startedAt();
  }

  /** Of a run that no process is working on. */
  static Spans of(RunState run) {
    var spans = new Spans(run);
    run.timeline().forEach(spans::add);
    spans.breakOff(spans.last);
    return spans;
  }

  /** In the order in which they ended. */
  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** In order. */
  List<Mark> marks() {
    return List.copyOf(marks);
  }

  private void add(JournalEntry entry) {
    var at = entry.at();
    switch (entry.event()) {
      case RunEvent.OfStep e -> ofStep(e, at);
      case RunEvent.Interrupted e -> mark(at, Mark.Kind.INTERRUPTED, "stopping: " + e.by());
      case RunEvent.Resumed e -> resumed(e, at);
      case RunEvent.UndoStarted e -> turned(at, Mark.Kind.UNDO, "taking back: " + e.why());
      case RunEvent.RedoStarted e -> turned(at, Mark.Kind.REDO, "putting back: " + e.why());
      case RunEvent.LeaseLost e ->
          mark(at, Mark.Kind.LEASE_LOST, "the target is another run's now: " + e.to());
      case RunEvent.RunEnded e -> {
        breakOff(at);
        mark(at, Mark.Kind.ENDED, Outcomes.word(e.outcome()));
      }
      case RunEvent.RunStarted _,
          RunEvent.LeaseTaken _,
          RunEvent.TargetGone _,
          RunEvent.EstimateExceeded _,
          RunEvent.NotificationSent _,
          RunEvent.NotificationFailed _ -> {}
    }
    last = at;
  }

  private void ofStep(RunEvent.OfStep event, Instant at) {
    var step = event.step();
    switch (event) {
      case RunEvent.GateReached _ -> begin(step, Kind.WAIT, at);
      case RunEvent.Answered e -> end(step, at, e.yes() ? End.DONE : End.DECLINED);
      case RunEvent.StepStarted _ -> begin(step, isCheck(step) ? Kind.CHECK : Kind.WORK, at);
      case RunEvent.StepDone _ -> end(step, at, End.DONE);
      case RunEvent.StepFailed e -> end(step, at, e.unknown() ? End.UNKNOWN : End.FAILED);
      case RunEvent.CheckRead e -> {
        // The checks after the steps have no event of their beginning: they follow each other.
        open.putIfAbsent(step, new Open(Kind.CHECK, last));
        end(step, at, end(e.result().verdict()));
      }
      case RunEvent.UndoBegan _ -> begin(step, Kind.UNDO, at);
      case RunEvent.Undone _ -> end(step, at, End.DONE);
      case RunEvent.UndoFailed e -> end(step, at, e.unknown() ? End.UNKNOWN : End.FAILED);
      case RunEvent.RedoBegan _ -> begin(step, Kind.REDO, at);
      case RunEvent.Redone _ -> end(step, at, End.DONE);
      case RunEvent.RedoFailed e -> end(step, at, e.unknown() ? End.UNKNOWN : End.FAILED);
      case RunEvent.ApprovalsMissing _,
          RunEvent.BeforeKept _,
          RunEvent.Written _,
          RunEvent.NotWritten _,
          RunEvent.EvidenceKept _,
          RunEvent.DriftConfirmed _,
          RunEvent.BudgetExceeded _,
          RunEvent.TemporaryUntil _ -> {}
    }
  }

  private static End end(Verdict verdict) {
    return switch (verdict) {
      case PASS -> End.DONE;
      case FAIL -> End.FAILED;
      case INCONCLUSIVE -> End.UNKNOWN;
    };
  }

  private boolean isCheck(String step) {
    return names.find(step).filter(PlannedStep.Check.class::isInstance).isPresent();
  }

  private void begin(String step, Kind kind, Instant at) {
    open.put(step, new Open(kind, at));
  }

  private void end(String step, Instant at, End how) {
    var began = open.remove(step);
    if (began != null) {
      spans.add(span(step, began, at, how));
    }
  }

  /** A clock can be set back: what ends before it began has taken no time. */
  private static Span span(String step, Open began, Instant at, End how) {
    var to = at.isBefore(began.from()) ? began.from() : at;
    return new Span(step, began.kind(), began.from(), to, how);
  }

  private void breakOff(Instant at) {
    open.forEach((step, began) -> spans.add(span(step, began, at, End.BROKEN_OFF)));
    open.clear();
  }

  private void resumed(RunEvent.Resumed event, Instant at) {
    turned(at, Mark.Kind.RESUMED, "goes on, by " + event.by() + " on " + event.host());
  }

  /** A run that turns after its end, or goes on, was at rest until then. */
  private void turned(Instant at, Mark.Kind kind, String what) {
    var rested = marks.isEmpty() ? false : marks.getLast().kind() == Mark.Kind.ENDED;
    if (kind == Mark.Kind.RESUMED || rested) {
      breakOff(last);
      spans.add(span("", new Open(Kind.PAUSE, last), at, End.DONE));
    }
    mark(at, kind, what);
  }

  private void mark(Instant at, Mark.Kind kind, String what) {
    marks.add(new Mark(at, kind, what));
  }
}
