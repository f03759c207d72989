package dev.rollback.report;

import dev.rollback.diagnostic.Located;
import dev.rollback.scenario.ParameterValues;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.StepForm;
import java.util.List;
import java.util.Optional;

/** A scenario as it is written, for reading before it is needed. */
public final class ScenarioText {
  private static final int LABELS = 12;
  private static final int PARAMETERS = 28;
  private final Page page;
  private int number;

  private ScenarioText(Layout layout) {
    this.page = new Page(layout);
  }

  /** The whole scenario; it ends with a line break. */
  public static String of(Scenario scenario, Layout layout) {
    var text = new ScenarioText(layout);
    text.head(scenario);
    text.checks("Evidence (read first; conditions refer to it)", scenario.evidence());
    text.causes(scenario.diagnosis());
    text.checks("Before step 1, these must hold", scenario.before());
    text.page.heading("Steps");
    scenario.steps().forEach(s -> text.step(2, s));
    text.checks("These decide whether it worked", scenario.after());
    text.followUps(scenario);
    return text.page.text();
  }

  private void head(Scenario scenario) {
    page.line(0, Tone.STRONG, scenario.scenario().value() + ": " + scenario.title());
    page.blank();
    page.entry(2, "owner", LABELS, scenario.owner());
    scenario
        .contacts()
        .flatMap(Scenario.Contacts::onCall)
        .ifPresent(c -> page.entry(2, "on call", LABELS, c));
    scenario
        .review()
        .ifPresent(r -> page.entry(2, "reviewed", LABELS, r.last() + ", every " + r.every()));
    scenario
        .estimate()
        .flatMap(Scenario.Estimate::duration)
        .ifPresent(d -> page.entry(2, "takes", LABELS, Words.duration(d)));
    if (!scenario.symptoms().isEmpty()) {
      page.heading("Symptoms");
      scenario.symptoms().forEach(this::item);
    }
    if (!scenario.parameters().isEmpty()) {
      page.heading("Parameters");
      scenario
          .parameters()
          .forEach(
              (name, p) ->
                  page.entry(
                      2,
                      "-p "
                          + name
                          + "="
                          + p.defaultValue()
                              .map(d -> ParameterValues.text(d.value()))
                              .orElse("(required)"),
                      PARAMETERS,
                      p.description()));
    }
  }

  private void checks(String heading, List<StepForm.CheckStep> checks) {
    if (!checks.isEmpty()) {
      page.heading(heading);
      checks.forEach(c -> item(name(c.name(), c.check())));
    }
  }

  private void causes(List<Scenario.Cause> causes) {
    if (!causes.isEmpty()) {
      page.heading("Causes that it is for (where none is found, nothing is changed)");
      causes.forEach(
          c -> {
            item(c.cause().value() + ": " + c.title());
            page.line(4, Tone.QUIET, "when " + c.when().value());
          });
    }
  }

  private void item(String text) {
    page.entry(2, "-", 2, text);
  }

  private void step(int indent, StepForm step) {
    switch (step) {
      case StepForm.ActionStep a -> line(indent, name(a.name(), a.action()) + suffix(a), a.when());
      case StepForm.CheckStep c -> line(indent, "check: " + name(c.name(), c.check()), c.when());
      case StepForm.CollectStep c ->
          line(indent, "collect: " + name(c.name(), c.collect()), c.when());
      case StepForm.GateStep g -> line(indent, "GATE: " + g.gate().value(), g.when());
      case StepForm.ManualStep m -> line(indent, "by hand: " + m.manual().value(), m.when());
      case StepForm.ScenarioStep s -> line(indent, "scenario: " + s.scenario().value(), s.when());
      case StepForm.ParallelStep p -> {
        line(indent, "at the same time:", Optional.empty());
        p.parallel().forEach(s -> step(indent + 4, s));
      }
      case StepForm.PhaseStep p -> {
        line(indent, "phase: " + p.phase().value(), Optional.empty());
        p.steps().forEach(s -> step(indent + 4, s));
      }
      case StepForm.ChooseStep c -> {
        line(indent, "the first of these that fits:", Optional.empty());
        c.choose().forEach(a -> alternative(indent + 4, a));
      }
    }
  }

  private void alternative(int indent, StepForm.Alternative alternative) {
    page.line(
        indent,
        Tone.QUIET,
        alternative.when().map(w -> "when " + w.value() + ":").orElse("otherwise:"));
    alternative.steps().forEach(s -> step(indent + 2, s));
  }

  private void line(int indent, String text, Optional<Located<String>> when) {
    number++;
    page.entry(indent, number + ".", 4, text);
    when.ifPresent(w -> page.line(indent + 4, Tone.QUIET, "only when " + w.value()));
  }

  private static String suffix(StepForm.ActionStep step) {
    return "  ["
        + step.action().value()
        + "]"
        + step.temporary().map(t -> " temporary: " + t.value()).orElse("");
  }

  private static String name(Optional<String> name, Located<String> type) {
    return name.orElseGet(type::value);
  }

  private void followUps(Scenario scenario) {
    if (!scenario.followUp().isEmpty()) {
      page.heading("Afterwards");
      scenario
          .followUp()
          .forEach(f -> item("%s (%s, due after %s)".formatted(f.title(), f.owner(), f.due())));
    }
  }
}
