package dev.rollback.report;

import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as text, for a tired person at three in the morning. */
public final class PlanText {
  private static final int DIGEST_SHOWN = 12;

  private final Plan plan;
  private final Page page;
  private final Layout layout;
  private final int labels;

  private PlanText(Plan plan, Layout layout) {
    this.plan = plan;
    this.layout = layout;
    this.page = new Page(layout);
    this.labels =
        2 + plan.addresses().keySet().stream().mapToInt(String::length).reduce(10, Math::max);
  }

  /** The whole plan; it ends with a line break. */
  public static String of(Plan plan, Layout layout) {
    var text = new PlanText(plan, layout);
    text.header();
    text.checks("Evidence (conditions refer to it; none of it stops the run)", plan.evidence());
    plan.diagnosis().ifPresent(d -> DiagnosisText.write(text.page, d, plan.evidence()));
    text.checks("Before step 1 (all of these must pass)", plan.before());
    text.steps();
    text.inAll();
    text.after();
    plan.diagnosis()
        .ifPresent(
            d -> text.checks("Read now, as no cause was found (one reading each)", d.after()));
    text.page.blank();
    text.page.line(0, Tone.STRONG, PlanSummary.of(plan));
    return text.page.text();
  }

  /** The digest in the form in which people compare it: its first 12 digits. */
  public static String shortDigest(String digest) {
    return digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
  }

  private void header() {
    page.line(0, Tone.STRONG, "Plan: " + plan.scenario() + ", " + plan.title());
    page.entry(
        2,
        "target",
        labels,
        plan.target() + (plan.guarded() ? " (protected: every change asks)" : ""));
    plan.addresses().forEach((connection, address) -> page.entry(2, connection, labels, address));
    if (!plan.parameters().isEmpty()) {
      page.entry(2, "parameters", labels, parameters(plan));
    }
    page.entry(2, "runbook", labels, plan.runbook());
    plan.calledRunbooks().forEach(c -> page.entry(2, "calls", labels, c.runbook()));
    page.entry(2, "made", labels, Words.moment(plan.at(), layout.zone()));
    plan.saved()
        .ifPresent(
            saved ->
                page.entry(2, "expires", labels, Words.moment(saved.expires(), layout.zone())));
    page.entry(2, "digest", labels, shortDigest(PlanDigest.of(plan)));
  }

  static String parameters(Plan plan) {
    return plan.parameters().entrySet().stream()
        .map(
            p ->
                p.getKey()
                    + "="
                    + (p.getValue().isValueNode() ? p.getValue().asText() : p.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void checks(String heading, List<CheckResult> checks) {
    if (checks.isEmpty()) {
      return;
    }
    page.heading(heading);
    checks.forEach(c -> CheckLines.write(page, 2, c));
  }

  private void steps() {
    page.heading("Steps");
    var point = plan.pointOfNoReturn();
    if (plan.steps().isEmpty()) {
      page.line(2, Tone.PLAIN, "none: this plan only checks");
    }
    if (!plan.changes().isEmpty()) {
      page.line(2, Tone.QUIET, PlanStepText.USUAL);
    }
    new PlanStepText(page, new StepNames(plan), point).write(plan.steps(), 0);
  }

  /** What all steps together move, against what they may. */
  private void inAll() {
    var kinds = inAll(plan);
    if (!kinds.isEmpty()) {
      page.blank();
      page.line(0, Tone.PLAIN, "In all: " + String.join("; ", kinds));
    }
  }

  /** {@code 1,234 keys of at most 5,000 (the runbook)}, for each kind. */
  static List<String> inAll(Plan plan) {
    var kinds = new TreeSet<>(plan.predicted().keySet());
    plan.limits().stream().filter(l -> l.within().isEmpty()).forEach(l -> kinds.add(l.kind()));
    var deferred = plan.all().anyMatch(PlannedStep.Deferred.class::isInstance);
    return kinds.stream()
        .map(
            kind ->
                Words.objects(plan.predicted().getOrDefault(kind, 0L), kind)
                    + plan.limits().stream()
                        .filter(l -> l.kind().equals(kind) && l.within().isEmpty())
                        .map(l -> " of at most " + Words.number(l.most()) + " (" + l.by() + ")")
                        .collect(Collectors.joining(","))
                    + (deferred ? ", and what the deferred steps move" : ""))
        .toList();
  }

  private void after() {
    page.heading("After the steps (these decide success)");
    if (plan.after().isEmpty()) {
      page.line(2, Tone.CARE, "nothing is checked: success means only that every step was done");
    }
    plan.after()
        .forEach(
            check -> {
              page.line(2, Tone.PLAIN, "> " + StepNames.title(check));
              page.line(4, Tone.QUIET, expectation(check));
            });
  }

  /** What a check reads, and what is expected of it for how long. */
  static String expectation(PlannedStep.Check check) {
    return check.check()
        + " of "
        + check.target().label()
        + (check.expect().isBlank() ? "" : ": expects " + check.expect())
        + check.sustained().map(d -> ", all through " + Words.duration(d)).orElse("")
        + check
            .baseline()
            .map(b -> "; the baseline is " + ChecksText.values(b, check.expect()))
            .orElse("");
  }

  /** A plan in a sentence. */
  static final class PlanSummary {
    private PlanSummary() {}

    static String of(Plan plan) {
      var parts =
          List.of(
              count(plan, "to change", s -> s instanceof PlannedStep.Change c && !c.nothingToDo()),
              count(plan, "to be decided at its turn", PlannedStep.Deferred.class::isInstance),
              count(plan, "one way", PlannedStep.OneWay.class::isInstance),
              count(
                  plan,
                  "already as it should be",
                  s -> s instanceof PlannedStep.Change c && c.nothingToDo()),
              counted(plan, "gate", PlannedStep.Gate.class),
              counted(plan, "check", PlannedStep.Check.class),
              count(plan, "by hand", PlannedStep.Manual.class::isInstance),
              count(plan, "left out", PlannedStep.Skipped.class::isInstance));
      var what = parts.stream().filter(p -> !p.isEmpty()).collect(Collectors.joining(", "));
      if (plan.nothingToDo()) {
        return "Plan: nothing to do" + (what.isEmpty() ? "" : ": " + what);
      }
      return "Plan: %s; risk: %s; trust: %s; undo: %s"
          .formatted(what, Words.risk(plan.risk()), trust(plan), undo(plan));
    }

    /** How far what is shown is what happens. */
    private static String trust(Plan plan) {
      var less =
          plan.all()
              .flatMap(
                  step ->
                      switch (step) {
                        case PlannedStep.Change c
                            when !c.nothingToDo() && c.trust() != Trust.EXACT ->
                            Stream.of(c.id() + " (" + Words.trust(c.trust()) + ")");
                        case PlannedStep.Deferred d -> Stream.of(d.id() + " (seen at its turn)");
                        case PlannedStep.OneWay o -> Stream.of(o.id() + " (one way)");
                        case PlannedStep.Change _,
                            PlannedStep.Check _,
                            PlannedStep.Collect _,
                            PlannedStep.Gate _,
                            PlannedStep.Manual _,
                            PlannedStep.Parallel _,
                            PlannedStep.Phase _,
                            PlannedStep.Skipped _ ->
                            Stream.<String>empty();
                      })
              .toList();
      return less.isEmpty() ? "exact" : "exact but for " + String.join(", ", less);
    }

    private static String count(Plan plan, String what, Predicate<PlannedStep> which) {
      var n = plan.all().filter(which).count();
      return n == 0 ? "" : Words.number(n) + " " + what;
    }

    private static String counted(Plan plan, String noun, Class<? extends PlannedStep> which) {
      var n = plan.all().filter(which::isInstance).count();
      return n == 0 ? "" : Words.count(n, noun);
    }

    private static String undo(Plan plan) {
      var lost = new ArrayList<String>();
      var acting = 0;
      for (var step : plan.all().toList()) {
        switch (step) {
          case PlannedStep.Change c when !c.nothingToDo() -> {
            acting++;
            lost.addAll(c.undo() instanceof Undo.Impossible ? List.of(c.id()) : List.of());
          }
          case PlannedStep.Deferred d -> {
            acting++;
            lost.addAll(d.undo() instanceof Undo.Impossible ? List.of(d.id()) : List.of());
          }
          case PlannedStep.OneWay o -> {
            acting++;
            lost.add(o.id());
          }
          case PlannedStep.Change _,
              PlannedStep.Check _,
              PlannedStep.Collect _,
              PlannedStep.Gate _,
              PlannedStep.Manual _,
              PlannedStep.Parallel _,
              PlannedStep.Phase _,
              PlannedStep.Skipped _ -> {}
        }
      }
      if (acting == 0) {
        return "nothing to take back";
      } else if (lost.isEmpty()) {
        return "all of it";
      }
      return (lost.size() == acting ? "none of it" : "all but " + String.join(", ", lost));
    }
  }
}
