package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.action.TimedOneWayAction;
import dev.rollback.condition.Condition;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.Interpolation;
import dev.rollback.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be wrong with steps before parameters have values. */
final class StepCheck {
  private final Catalog catalog;
  private final Map<String, Shape> parameters;
  private final Conditions conditions;
  private final Map<String, ScenarioReader.Read> called;
  private final StepIds ids = new StepIds();
  private final StepIds causes = new StepIds("cause");
  private final List<Diagnostic> problems = new ArrayList<>();

  /**
   * For steps that may use these parameters, and conditions that may speak of this evidence and of
   * these causes.
   *
   * @param called the scenarios that may be called, as far as they could be read
   */
  StepCheck(
      Catalog catalog,
      Map<String, Shape> parameters,
      Map<String, Shape> evidence,
      CauseNames causes,
      Map<String, ScenarioReader.Read> called) {
    this.catalog = catalog;
    this.parameters = parameters;
    this.called = called;
    this.conditions = new Conditions(parameters.keySet(), evidence, causes);
  }

  /** What was found so far. */
  List<Diagnostic> problems() {
    var all = new ArrayList<>(problems);
    all.addAll(ids.problems());
    all.addAll(causes.problems());
    return all;
  }

  /** Checks a cause of the diagnosis. */
  void cause(Scenario.Cause cause) {
    causes.next("cause", Optional.of(cause.cause()));
    problems.addAll(conditions.cause(cause.when()).diagnostics());
  }

  /** Checks a check of the evidence. */
  void evidence(StepForm.CheckStep check) {
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
    before(check);
  }

  /** Checks a check that is read before step 1 itself. */
  void before(StepForm.CheckStep check) {
    step(check);
    if (type(check.check()) instanceof StepType.CheckType<?, ?, ?, ?> type) {
      check
          .expect()
          .filter(e -> Baselines.mentioned(e.value(), Shapes.ofRecord(type.values())))
          .ifPresent(
              e ->
                  problems.add(
                      Diagnostic.error(
                              e.at(),
                              "`baseline` has no place here: this check itself is read before"
                                  + " step 1")
                          .advise("Compare in a check among the steps or under `after:`.")));
    }
  }

  /** Checks a step and every step within it. */
  void step(StepForm step) {
    switch (step) {
      case StepForm.ActionStep a -> action(a);
      case StepForm.CheckStep c -> check(c);
      case StepForm.CollectStep c -> collect(c);
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
      case StepForm.ScenarioStep s -> {
        ids.next("scenario", Optional.of(s.id().orElse(s.scenario())));
        condition(s.when());
        Optional.ofNullable(called.get(s.scenario().value()))
            .ifPresent(c -> problems.addAll(CallProblems.of(s, c.scenario(), parameters)));
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
      case StepType.CaptureType<?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(
                      step.action().at(),
                      "'" + step.action().value() + "' keeps evidence, and changes nothing")
                  .advise("Write `collect: " + step.action().value() + "`."));
      case null -> unknown(step.action(), Kind.ACTION);
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
            t -> pointless(t.at(), type, "cannot be taken back, so it cannot be temporary", ""));
    step.retry()
        .ifPresent(
            _ ->
                pointless(
                    step.action().at(),
                    type,
                    "is done once, so it cannot have a `retry`",
                    "Leave `retry` out; what it may repeat by itself, its own inputs say."));
    step.timeout().ifPresent(timeout -> oneWayTimeout(type, step.action().at(), timeout));
    step.limit()
        .ifPresent(
            _ ->
                pointless(
                    step.action().at(),
                    type,
                    "moves nothing that is counted, so it cannot have a `limit`",
                    "Leave `limit` out."));
  }

  private void oneWayTimeout(StepType.OneWayType<?, ?, ?> type, SourceSpan at, Duration timeout) {
    if (!TimedOneWayAction.class.isAssignableFrom(type.inputs())) {
      pointless(
          at,
          type,
          "cannot be held to a time, so it cannot have a `timeout`",
          "Leave `timeout` out; what it has of that kind stands under `with:`.");
    } else if (!timeout.isPositive()) {
      pointless(at, type, "needs a `timeout` that is longer than nothing", "Write PT30S, or so.");
    }
  }

  /** What would be read, and have no effect, would be relied on. */
  private void pointless(
      SourceSpan at, StepType.OneWayType<?, ?, ?> type, String why, String advice) {
    var problem = Diagnostic.error(at, "'" + type.name() + "' " + why);
    problems.add(advice.isEmpty() ? problem : problem.advise(advice));
  }

  private void check(StepForm.CheckStep step) {
    ids.next("check", step.id());
    condition(step.when());
    switch (type(step.check())) {
      case StepType.CheckType<?, ?, ?, ?> type -> {
        inputs(type, step.with(), step.check().at());
        step.expect()
            .ifPresent(
                e -> {
                  var shape = Shapes.ofRecord(type.values());
                  var variables = Baselines.variables(e.value(), shape);
                  problems.addAll(Condition.compile(e, variables).diagnostics());
                });
      }
      case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(
                      step.check().at(), "'" + step.check().value() + "' is an action, not a check")
                  .advise("Write `action: " + step.check().value() + "` among the steps."));
      case StepType.CaptureType<?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(
                      step.check().at(),
                      "'" + step.check().value() + "' keeps evidence, and judges nothing")
                  .advise("Write `collect: " + step.check().value() + "` among the steps."));
      case null -> unknown(step.check(), Kind.CHECK);
    }
  }

  private void collect(StepForm.CollectStep step) {
    ids.next("collect", step.id());
    condition(step.when());
    var name = step.collect();
    switch (type(name)) {
      case StepType.CaptureType<?, ?, ?> type -> inputs(type, step.with(), name.at());
      case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(name.at(), "'" + name.value() + "' is an action, not a capture")
                  .advise("Write `action: " + name.value() + "`."));
      case StepType.CheckType<?, ?, ?, ?> _ ->
          problems.add(
              Diagnostic.error(name.at(), "'" + name.value() + "' is a check, not a capture")
                  .advise("Write `check: " + name.value() + "`."));
      case null -> unknown(name, Kind.CAPTURE);
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

  /** What can be named in a step. */
  private enum Kind {
    ACTION,
    CHECK,
    CAPTURE;

    static Kind of(StepType<?, ?> type) {
      return switch (type) {
        case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ -> ACTION;
        case StepType.CheckType<?, ?, ?, ?> _ -> CHECK;
        case StepType.CaptureType<?, ?, ?> _ -> CAPTURE;
      };
    }
  }

  private void unknown(Located<String> name, Kind kind) {
    var known =
        catalog.entries().stream()
            .filter(e -> Kind.of(e.type()) == kind)
            .map(e -> e.type().name())
            .toList();
    problems.add(
        Diagnostic.error(
                name.at(),
                "there is no "
                    + kind.name().toLowerCase(java.util.Locale.ROOT)
                    + " '"
                    + name.value()
                    + "'")
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
