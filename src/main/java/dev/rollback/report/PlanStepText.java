package dev.rollback.report;

import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.plan.PlannedStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps of a plan, each with what it would do. */
final class PlanStepText {
  private static final int NUMBERS = 4;
  private static final int KINDS = 12;
  private static final int LABELS = 11;

  /** What holds for a change where nothing else is said of it. */
  static final String USUAL =
      "Where nothing else is said, what is shown is exactly what happens, and undo writes the state"
          + " before back.";

  private final Page page;
  private final StepNames names;
  private final Optional<PlannedStep> pointOfNoReturn;

  PlanStepText(Page page, StepNames names, Optional<PlannedStep> pointOfNoReturn) {
    this.page = page;
    this.names = names;
    this.pointOfNoReturn = pointOfNoReturn;
  }

  void write(List<PlannedStep> steps, int indent) {
    steps.forEach(step -> write(step, indent));
  }

  private void write(PlannedStep step, int indent) {
    page.blank();
    if (pointOfNoReturn.filter(step::equals).isPresent()) {
      page.rule(Tone.BAD, "POINT OF NO RETURN: the next step cannot be undone");
      page.blank();
    }
    switch (step) {
      case PlannedStep.Change c when c.nothingToDo() -> already(c, indent);
      case PlannedStep.Change c -> change(c, indent);
      case PlannedStep.Deferred d -> deferred(d, indent);
      case PlannedStep.OneWay o -> oneWay(o, indent);
      case PlannedStep.Check c -> {
        head(c, indent, Tone.PLAIN, "> check");
        page.line(indent + NUMBERS, Tone.PLAIN, PlanText.expectation(c));
      }
      case PlannedStep.Collect c -> {
        head(c, indent, Tone.PLAIN, "> collect");
        target(c.capture(), c.connection(), c.target(), indent + NUMBERS);
        page.line(indent + NUMBERS, Tone.PLAIN, "keeps " + c.preview());
      }
      case PlannedStep.Gate g -> gate(g, indent);
      case PlannedStep.Manual m -> {
        head(m, indent, Tone.CARE, "? by hand");
        if (!m.instruction().equals(m.name())) {
          page.line(indent + NUMBERS, Tone.PLAIN, m.instruction());
        }
      }
      case PlannedStep.Parallel p ->
          group("At the same time: " + StepNames.group(p), p.steps(), indent);
      case PlannedStep.Phase p -> group(StepWords.group(p) + budget(p), p.steps(), indent);
      case PlannedStep.Skipped s -> {
        head(s, indent, Tone.QUIET, ". left out");
        page.line(indent + NUMBERS, Tone.QUIET, s.why());
      }
    }
  }

  private void head(PlannedStep step, int indent, Tone tone, String kind) {
    var number = names.number(step.id()).map(n -> String.format("%2d  ", n)).orElse("");
    page.entry(indent, tone, number + kind, NUMBERS + KINDS, Tone.STRONG, StepNames.title(step));
  }

  private void target(String action, String connection, Target target, int indent) {
    page.line(indent, Tone.PLAIN, action + " on " + target.label() + via(action, connection));
  }

  /**
   * The connection is only said where there is more to it than the system that the action names.
   */
  static String via(String action, String connection) {
    return connection.isEmpty() || action.startsWith(connection + ".") ? "" : " via " + connection;
  }

  private void label(int indent, String label, String text) {
    page.entry(indent, label, LABELS, text);
  }

  private void already(PlannedStep.Change c, int indent) {
    head(c, indent, Tone.QUIET, "= already");
    target(c.action(), c.connection(), c.target(), indent + NUMBERS);
    page.line(indent + NUMBERS, Tone.QUIET, "nothing to do: it is as it should be");
    notes(c, indent + NUMBERS);
  }

  private void change(PlannedStep.Change c, int indent) {
    var in = indent + NUMBERS;
    head(c, indent, Words.tone(c.risk()), (lost(c) ? "!" : "~") + " change");
    target(c.action(), c.connection(), c.target(), in);
    if (c.basis() == PlannedStep.Basis.PROJECTED) {
      page.line(in, Tone.QUIET, "seen from the state that the steps before it will have made:");
    }
    new DiffText(page, in + 2).write(c.diff());
    size(c.magnitude(), c.limit()).ifPresent(size -> label(in, "size", size));
    page.entry(
        in,
        Tone.PLAIN,
        "risk",
        LABELS,
        Words.tone(c.risk()),
        Words.risk(c.risk()) + ": " + Words.riskMeans(c.risk(), c.undo()));
    if (c.trust() != Trust.EXACT) {
      label(in, "trust", Words.trust(c.trust()) + ": " + Words.trustMeans(c.trust()));
    }
    undo(c.undo(), in);
    c.temporary().ifPresent(t -> label(in, "temporary", Words.temporary(t)));
    notes(c, in);
  }

  /** What {@link #USUAL} says of all steps is not said of each again. */
  private void undo(Undo undo, int in) {
    switch (undo) {
      case Undo.Restore _ -> {}
      case Undo.Impossible _ -> label(in, "undo", Words.undo(undo));
    }
  }

  private static boolean lost(PlannedStep.Change c) {
    return c.undo() instanceof Undo.Impossible;
  }

  private void notes(PlannedStep.Change c, int indent) {
    c.competitors()
        .forEach(
            k ->
                page.entry(
                    indent, Tone.CARE, "also:", LABELS, Tone.PLAIN, StepWords.competitor(k)));
    c.notes().forEach(n -> page.entry(indent, Tone.CARE, "note:", LABELS, Tone.PLAIN, n));
  }

  /** {@code 1,234 keys of at most 5,000}; empty where there is nothing to count. */
  static Optional<String> size(Map<String, Long> magnitude, Map<String, Long> limit) {
    if (magnitude.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        magnitude.entrySet().stream()
            .map(m -> size(m.getKey(), m.getValue(), Optional.ofNullable(limit.get(m.getKey()))))
            .collect(Collectors.joining(", ")));
  }

  private static String size(String kind, long n, Optional<Long> most) {
    return Words.objects(n, kind)
        + most.map(m -> (n > m ? ", MORE THAN the limit of " : " of at most ") + Words.number(m))
            .orElse("");
  }

  private void deferred(PlannedStep.Deferred d, int indent) {
    var in = indent + NUMBERS;
    head(d, indent, Tone.CARE, "~ deferred");
    target(d.action(), d.connection(), d.target(), in);
    page.line(in, Tone.CARE, "decided at its turn, and asked again then: " + d.why());
    label(in, "risk", "unknown until its turn");
    undo(d.undo(), in);
    d.temporary().ifPresent(t -> label(in, "temporary", Words.temporary(t)));
  }

  private void oneWay(PlannedStep.OneWay o, int indent) {
    var in = indent + NUMBERS;
    head(o, indent, Tone.CARE, "! one way");
    target(o.action(), o.connection(), o.target(), in);
    o.preview().lines().forEach(line -> page.exact(in + 2, Tone.PLAIN, line));
    label(in, "risk", Words.risk(o.risk()));
    label(in, "undo", "IMPOSSIBLE: what is sent or started cannot be taken back");
  }

  private void gate(PlannedStep.Gate g, int indent) {
    head(g, indent, Tone.CARE, "? gate");
    if (!g.question().equals(g.name())) {
      page.line(indent + NUMBERS, Tone.PLAIN, g.question());
    }
    page.line(
        indent + NUMBERS,
        Tone.PLAIN,
        g.approvers()
            .map(a -> "needs signed approvals: " + a.label())
            .orElseGet(
                () ->
                    "answered by: whoever runs this"
                        + g.role().map(r -> " (the runbook names " + r + ")").orElse("")));
  }

  static String budget(PlannedStep.Phase phase) {
    return phase.budget().map(d -> " (at most " + Words.duration(d) + ")").orElse("");
  }

  private void group(String title, List<PlannedStep> steps, int indent) {
    page.line(indent, Tone.STRONG, title);
    write(steps, indent + 2);
  }
}
