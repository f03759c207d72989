package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.Interpolation;
import dev.rollback.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be wrong with a scenario before its parameters have values. */
final class ScenarioCheck {
  /** The only format there is. */
  static final String API_VERSION = "rollback/v1";

  private final Catalog catalog;
  private final Scenario scenario;
  private final SourceFile source;
  private final Map<String, Shape> parameters;
  private final Conditions conditions;
  private final StepIds ids = new StepIds();
  private final List<Diagnostic> problems = new ArrayList<>();

  ScenarioCheck(Catalog catalog, Scenario scenario, SourceFile source) {
    this.catalog = catalog;
    this.scenario = scenario;
    this.source = source;
    this.parameters = ParameterValues.shapes(scenario);
    var evidence = new LinkedHashSet<String>();
    scenario.evidence().forEach(c -> c.id().map(Located::value).ifPresent(evidence::add));
    this.conditions = new Conditions(parameters.keySet(), evidence);
  }

  List<Diagnostic> problems() {
    head();
    scenario
        .parameters()
        .values()
        .forEach(
            p ->
                p.defaultValue()
                    .flatMap(d -> ParameterValues.problem(d, p.type()))
                    .ifPresent(problems::add));
    scenario.evidence().forEach(this::evidence);
    scenario.before().forEach(this::step);
    scenario.steps().forEach(this::step);
    scenario.after().forEach(this::step);
    problems.addAll(ids.problems());
    return List.copyOf(problems);
  }

  private void head() {
    var version = scenario.apiVersion();
    if (!version.value().equals(API_VERSION)) {
      problems.add(
          Diagnostic.error(
                  version.at(), "'" + version.value() + "' is no format that this version reads")
              .advise("Write " + API_VERSION + "."));
    }
    var name = scenario.scenario();
    var file = fileName();
    if (!name.value().equals(file)) {
      problems.add(
          Diagnostic.error(
                  name.at(),
                  "the scenario is named '" + name.value() + "' in the file " + file + ".yaml")
              .advise("Give both the same name: it is the name on the command line."));
    }
    if (scenario.steps().isEmpty()) {
      problems.add(Diagnostic.error(name.at(), "the scenario has no steps"));
    }
    if (scenario.after().isEmpty()) {
      problems.add(
          Diagnostic.error(name.at(), "the scenario has no checks under `after:`")
              .advise("Success is what these checks measure; give it at least one."));
    }
  }

  private String fileName() {
    var name = source.name().substring(source.name().lastIndexOf('/') + 1);
    return name.endsWith(".yaml") ? name.substring(0, name.length() - ".yaml".length()) : name;
  }

  private void evidence(StepForm.CheckStep check) {
    if (check.id().isEmpty()) {
      problems.add(
          Diagnostic.error(check.check().at(), "an evidence check has no id")
              .advise("Give it one: conditions refer to it, as in evidence.login.passed."));
    }
    if (check.when().isPresent()) {
      problems.add(
          Diagnostic.error(
              check.when().get().at(), "evidence is always read: `when` has no place here"));
    }
    step(check);
  }

  private void step(StepForm step) {
    switch (step) {
      case StepForm.ActionStep a -> action(a);
      case StepForm.CheckStep c -> check(c);
      case StepForm.GateStep g -> {
        ids.next("gate", g.id());
        text(g.gate());
        condition(g.when());
      }
      case StepForm.ManualStep m -> {
        ids.next("manual", m.id());
        text(m.manual());
        condition(m.when());
      }
      case StepForm.ParallelStep p -> {
        ids.next("parallel", p.id());
        p.parallel().forEach(this::step);
      }
      case StepForm.PhaseStep p -> {
        ids.next("phase", p.id());
        text(p.phase());
        p.steps().forEach(this::step);
      }
      case StepForm.ChooseStep c -> {
        ids.next("choose", c.id());
        c.choose().forEach(a -> condition(a.when()));
        c.choose().forEach(a -> a.steps().forEach(this::step));
      }
    }
  }

  private void action(StepForm.ActionStep step) {
    ids.next("step", step.id());
    condition(step.when());
    step.temporary().ifPresent(this::temporary);
    switch (type(step.action())) {
      case StepType.ActionType<?, ?, ?, ?> type -> inputs(type, step.with(), step.action().at());
      case StepType.OneWayType<?, ?, ?> type -> oneWay(type, step);
      case StepType.CheckType<?, ?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(
                      step.action().at(),
                      "'" + step.action().value() + "' reads, and changes nothing")
                  .advise("Write `check: " + step.action().value() + "`."));
      case null -> unknown(step.action(), false);
    }
  }

  private void temporary(Located<String> text) {
    var found = Interpolation.check(text, parameters);
    problems.addAll(found);
    if (found.isEmpty() && !text.value().contains("${")) {
      problems.addAll(Temporaries.problems(text));
    }
  }

  private void oneWay(StepType.OneWayType<?, ?, ?> type, StepForm.ActionStep step) {
    inputs(type, step.with(), step.action().at());
    step.temporary()
        .ifPresent(
            t ->
                problems.add(
                    Diagnostic.error(
                        t.at(),
                        "'" + type.name() + "' cannot be taken back, so it cannot be temporary")));
  }

  private void check(StepForm.CheckStep step) {
    ids.next("check", step.id());
    condition(step.when());
    switch (type(step.check())) {
      case StepType.CheckType<?, ?, ?, ?> type -> {
        inputs(type, step.with(), step.check().at());
        step.expect()
            .ifPresent(
                e ->
                    problems.addAll(
                        Condition.compile(e, Variables.of(Shapes.ofRecord(type.values())))
                            .diagnostics()));
      }
      case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(
                      step.check().at(), "'" + step.check().value() + "' is an action, not a check")
                  .advise("Write `action: " + step.check().value() + "` among the steps."));
      case null -> unknown(step.check(), true);
    }
  }

  private @org.jspecify.annotations.Nullable StepType<?, ?> type(Located<String> name) {
    return catalog.find(name.value()).<StepType<?, ?>>map(Catalog.Entry::type).orElse(null);
  }

  private void inputs(StepType<?, ?> type, Optional<YamlNode> with, SourceSpan at) {
    var node = with.orElseGet(() -> new YamlNode.YamlMapping(List.of(), at));
    problems.addAll(
        Binder.check(node, type.inputs(), parameters, List.of(StepForm.ActionStep.class)));
  }

  private void unknown(Located<String> name, boolean check) {
    var known =
        catalog.entries().stream()
            .filter(e -> e.type() instanceof StepType.CheckType<?, ?, ?, ?> == check)
            .map(e -> e.type().name())
            .toList();
    problems.add(
        Diagnostic.error(
                name.at(),
                "there is no " + (check ? "check" : "action") + " '" + name.value() + "'")
            .advise(
                DidYouMean.among(name.value(), known)
                        .map(meant -> "Did you mean '" + meant + "'? ")
                        .orElse("")
                    + "`rollback actions` lists them all."));
  }

  private void condition(Optional<Located<String>> when) {
    when.ifPresent(w -> problems.addAll(conditions.compile(w).diagnostics()));
  }

  private void text(Located<String> text) {
    problems.addAll(Interpolation.check(text, parameters));
  }
}
