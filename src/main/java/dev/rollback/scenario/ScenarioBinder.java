package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Limit;
import dev.rollback.action.StepType;
import dev.rollback.action.Systems;
import dev.rollback.condition.Condition;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Codec;
import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.Interpolation;
import dev.rollback.yaml.YamlNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the parameters their values, builds the actions, and finds their connections. */
public final class ScenarioBinder {
  private static final java.time.Duration USUAL_TIMEOUT = java.time.Duration.ofMinutes(2);

  private final Catalog catalog;
  private final Systems systems;

  /** Binds to the systems of one target. */
  public ScenarioBinder(Catalog catalog, Systems systems) {
    this.catalog = catalog;
    this.systems = systems;
  }

  /**
   * Binds a scenario that was checked.
   *
   * @param given parameters by name, as texts
   * @param at the moment of the plan
   */
  public Checked<BoundScenario> bind(
      ScenarioReader.Read read, Map<String, String> given, Instant at) {
    return ParameterValues.of(read.scenario(), given)
        .then(values -> new Binding(read, "", values, at).scenario());
  }

  /** One binding. */
  private final class Binding {
    private final ScenarioReader.Read read;
    private final Scenario scenario;
    private final String prefix;
    private final Map<String, Object> values;
    private final Instant at;
    private final BindContext context;
    private final Conditions conditions;
    private final StepIds ids = new StepIds();
    private final List<Diagnostic> problems = new ArrayList<>();

    Binding(ScenarioReader.Read read, String prefix, Map<String, Object> values, Instant at) {
      this.read = read;
      this.prefix = prefix;
      this.scenario = read.scenario();
      this.values = values;
      this.at = at;
      this.context = BindContext.with(values, new PlanTime(at));
      this.conditions =
          new Conditions(
              values.keySet(),
              EvidenceShapes.of(catalog, scenario.evidence()),
              CauseNames.of(scenario, read.called()));
    }

    Checked<BoundScenario> scenario() {
      // The order is the one in which ids are given.
      var evidence = checks(scenario.evidence());
      var diagnosis = scenario.diagnosis().stream().flatMap(c -> cause(c).stream()).toList();
      var before = checks(scenario.before());
      var steps = steps(scenario.steps());
      var after = checks(scenario.after());
      if (!problems.isEmpty()) {
        return new Checked.Invalid<>(problems);
      }
      var parameters = new LinkedHashMap<String, JsonNode>();
      values.forEach((name, value) -> parameters.put(name, ParameterValues.json(value)));
      return Checked.valid(
          new BoundScenario(
              scenario,
              read.source(),
              prefix,
              parameters,
              at,
              Channel.of(scenario.notifications(), catalog, systems),
              evidence,
              diagnosis,
              before,
              steps,
              after));
    }

    private Optional<BoundScenario.Cause> cause(Scenario.Cause cause) {
      return keep(conditions.cause(cause.when()))
          .map(when -> when.of(prefix))
          .map(
              when -> new BoundScenario.Cause(prefix + cause.cause().value(), cause.title(), when));
    }

    private String id(String kind, Optional<Located<String>> written) {
      return prefix + ids.next(kind, written);
    }

    private List<BoundStep.Check<?, ?, ?>> checks(List<StepForm.CheckStep> checks) {
      var bound = new ArrayList<BoundStep.Check<?, ?, ?>>();
      for (var check : checks) {
        for (var step : check(check).stream().toList()) {
          if (step instanceof BoundStep.Check<?, ?, ?> c) {
            bound.add(c);
          }
        }
      }
      return List.copyOf(bound);
    }

    private List<BoundStep> steps(List<? extends StepForm> steps) {
      return steps.stream().flatMap(s -> step(s).stream()).toList();
    }

    private Optional<BoundStep> step(StepForm step) {
      return switch (step) {
        case StepForm.ActionStep a -> action(a);
        case StepForm.CheckStep c -> check(c);
        case StepForm.CollectStep c -> collect(c);
        case StepForm.GateStep g -> {
          var id = id("gate", g.id());
          var question = text(g.gate());
          yield Optional.of(
              new BoundStep.Gate(meta(id, question, g.when()), question, g.approvers()));
        }
        case StepForm.ManualStep m -> {
          var id = id("manual", m.id());
          var instruction = text(m.manual());
          yield Optional.of(new BoundStep.Manual(meta(id, instruction, m.when()), instruction));
        }
        case StepForm.ScenarioStep s -> call(s);
        case StepForm.ParallelStep p -> {
          var id = id("parallel", p.id());
          var inner = steps(p.parallel());
          problems.addAll(SameTime.problems(inner, p));
          yield Optional.of(
              new BoundStep.Parallel(meta(id, p.name().orElse(id), Optional.empty()), inner));
        }
        case StepForm.PhaseStep p -> {
          var id = id("phase", p.id());
          yield Optional.of(
              new BoundStep.Phase(
                  meta(id, text(p.phase()), Optional.empty()), p.budget(), steps(p.steps())));
        }
        case StepForm.ChooseStep c -> {
          var id = id("choose", c.id());
          var branches =
              c.choose().stream()
                  .map(a -> new BoundStep.Branch(condition(a.when()), steps(a.steps())))
                  .toList();
          yield Optional.of(new BoundStep.Choose(meta(id, id, Optional.empty()), branches));
        }
      };
    }

    private Optional<BoundStep> call(StepForm.ScenarioStep step) {
      var id = id("scenario", Optional.of(step.id().orElse(step.scenario())));
      var called = read.of(step);
      var given = new LinkedHashMap<String, String>();
      var found = problems.size();
      if (step.with().orElse(null) instanceof YamlNode.YamlMapping with) {
        with.entries()
            .forEach(e -> given(e, called.scenario()).ifPresent(v -> given.put(e.key().text(), v)));
      }
      var meta = meta(id, called.scenario().title(), step.when());
      if (problems.size() > found) {
        return Optional.empty();
      }
      return keep(ParameterValues.of(called.scenario(), given)
              .then(values -> new Binding(called, id + "/", values, at).scenario()))
          .map(scenario -> new BoundStep.Call(meta, scenario));
    }

    /** The value that a call gives to a parameter; the default where it cannot be had. */
    private Optional<String> given(YamlNode.Entry entry, Scenario called) {
      if (!(entry.value() instanceof YamlNode.YamlScalar value)) {
        throw new IllegalStateException("a call was not checked: " + entry.key().text());
      }
      var written = new Located<>(value.text(), value.at());
      var filled =
          keep(Interpolation.fill(written, context)).map(t -> new Located<>(t, value.at()));
      var wrong = filled.flatMap(t -> CallProblems.value(entry.key().text(), t, called));
      wrong.ifPresent(problems::add);
      return wrong.isPresent() ? Optional.empty() : filled.map(Located::value);
    }

    private Optional<BoundStep> action(StepForm.ActionStep step) {
      var id = id("step", step.id());
      return catalog.find(step.action().value()).flatMap(e -> move(id, step, e));
    }

    private <C extends Record, R, W extends R> Optional<BoundStep> move(
        String id, StepForm.ActionStep step, Catalog.Entry<C, R, W> entry) {
      var name = step.connection().orElse(Systems.DEFAULT);
      var connection = connection(entry, name, step.action().at());
      var meta = meta(id, named(step.name(), step.action()), step.when());
      return switch (entry.type()) {
        case StepType.ActionType<?, ?, R, W> type ->
            connection.flatMap(c -> move(type, meta, step, way(entry, name), c));
        case StepType.OneWayType<?, R, W> type ->
            connection.flatMap(
                c ->
                    inputs(type.inputs(), step.with(), step.action().at())
                        .map(
                            action ->
                                new BoundStep.OneWay<R, W>(
                                    meta,
                                    type.name(),
                                    way(entry, name),
                                    c,
                                    action,
                                    step.timeout(),
                                    step.onFailure())));
        case StepType.CheckType<?, ?, R, W> _, StepType.CaptureType<?, R, W> _ -> Optional.empty();
      };
    }

    private <
            A extends Record & dev.rollback.action.StateAction<S, R, W>,
            S extends Record,
            R,
            W extends R>
        Optional<BoundStep> move(
            StepType.ActionType<A, S, R, W> type,
            BoundStep.Meta meta,
            StepForm.ActionStep step,
            String way,
            Connection<R, W> connection) {
      return inputs(type.inputs(), step.with(), step.action().at())
          .map(
              action ->
                  new BoundStep.Move<S, R, W>(
                      meta,
                      type.name(),
                      way,
                      connection,
                      action,
                      Codec.of(type.state()),
                      step.timeout().orElse(USUAL_TIMEOUT),
                      step.retry()
                          .orElseGet(() -> new StepForm.Retry(1, java.time.Duration.ZERO, 1)),
                      step.onFailure(),
                      step.temporary().flatMap(this::temporary),
                      limit(action.limit(), step.limit().orElse(Limit.NONE).byKind())));
    }

    private static Map<String, Long> limit(Map<String, Long> usual, Map<String, Long> written) {
      var limit = new LinkedHashMap<>(usual);
      limit.putAll(written);
      return limit;
    }

    private Optional<Temporary> temporary(Located<String> written) {
      var text = new Located<>(text(written), written.at());
      var found = Temporaries.problems(text);
      problems.addAll(found);
      return found.isEmpty() ? Optional.of(Temporaries.of(text)) : Optional.empty();
    }

    private Optional<BoundStep> collect(StepForm.CollectStep step) {
      var id = id("collect", step.id());
      return catalog.find(step.collect().value()).flatMap(e -> collect(id, step, e));
    }

    private <C extends Record, R, W extends R> Optional<BoundStep> collect(
        String id, StepForm.CollectStep step, Catalog.Entry<C, R, W> entry) {
      var name = step.connection().orElse(Systems.DEFAULT);
      var at = step.collect().at();
      var connection = connection(entry, name, at);
      var meta = meta(id, named(step.name(), step.collect()), step.when());
      return entry.type() instanceof StepType.CaptureType<?, R, W> type
          ? connection.flatMap(
              c ->
                  inputs(type.inputs(), step.with(), at)
                      .map(
                          capture ->
                              new BoundStep.Collect<R, W>(
                                  meta,
                                  type.name(),
                                  way(entry, name),
                                  c,
                                  capture,
                                  step.onFailure())))
          : Optional.empty();
    }

    /** What a connection is called: the adapter's own name, whatever its steps are called. */
    private static String way(Catalog.Entry<?, ?, ?> entry, String name) {
      return Systems.label(entry.adapter().system(), name);
    }

    private Optional<BoundStep> check(StepForm.CheckStep step) {
      var id = id("check", step.id());
      return catalog.find(step.check().value()).flatMap(e -> check(id, step, e));
    }

    private <C extends Record, R, W extends R> Optional<BoundStep> check(
        String id, StepForm.CheckStep step, Catalog.Entry<C, R, W> entry) {
      var name = step.connection().orElse(Systems.DEFAULT);
      var connection = connection(entry, name, step.check().at());
      var meta = meta(id, named(step.name(), step.check()), step.when());
      return entry.type() instanceof StepType.CheckType<?, ?, R, W> type
          ? connection.flatMap(c -> check(type, meta, step, way(entry, name), c))
          : Optional.empty();
    }

    private <K extends Record & dev.rollback.action.Check<V, R>, V extends Record, R, W extends R>
        Optional<BoundStep> check(
            StepType.CheckType<K, V, R, W> type,
            BoundStep.Meta meta,
            StepForm.CheckStep step,
            String way,
            Connection<R, W> connection) {
      var check = inputs(type.inputs(), step.with(), step.check().at());
      if (check.isEmpty()) {
        return Optional.empty();
      }
      var written =
          step.expect()
              .or(() -> check.get().expectation().map(e -> new Located<>(e, step.check().at())));
      if (written.isEmpty()) {
        problems.add(
            Diagnostic.error(step.check().at(), "'" + type.name() + "' does not say what to expect")
                .advise("Add `expect:` with a condition over what it reads."));
        return Optional.empty();
      }
      var shape = Shapes.ofRecord(type.values());
      var text = written.get().value();
      return keep(Condition.compile(written.get(), Baselines.variables(text, shape)))
          .map(
              expect ->
                  new BoundStep.Check<V, R, W>(
                      meta,
                      type.name(),
                      way,
                      connection,
                      check.get(),
                      Codec.of(type.values()),
                      text,
                      expect,
                      Baselines.mentioned(text, shape),
                      step.sustained(),
                      step.within(),
                      step.every()));
    }

    private <A extends Record> Optional<A> inputs(
        Class<A> type, Optional<YamlNode> with, SourceSpan at) {
      var node = with.orElseGet(() -> new YamlNode.YamlMapping(List.of(), at));
      return keep(Binder.bind(node, type, context, List.of(StepForm.ActionStep.class)));
    }

    private <C extends Record, R, W extends R> Optional<Connection<R, W>> connection(
        Catalog.Entry<C, R, W> entry, String name, SourceSpan at) {
      try {
        return Optional.of(systems.connection(entry.adapter(), name));
      } catch (UserException e) {
        e.problems().stream()
            .map(
                p ->
                    new Diagnostic(
                        p.severity(), p.message(), p.at().or(() -> Optional.of(at)), p.advice()))
            .filter(p -> !problems.contains(p))
            .forEach(problems::add);
        return Optional.empty();
      }
    }

    private String named(Optional<String> name, Located<String> type) {
      return name.map(n -> text(new Located<>(n, type.at()))).orElse(type.value());
    }

    private BoundStep.Meta meta(String id, String name, Optional<Located<String>> when) {
      return new BoundStep.Meta(id, name, condition(when));
    }

    private Optional<BoundStep.When> condition(Optional<Located<String>> when) {
      return when.flatMap(w -> keep(conditions.compile(w))).map(w -> w.of(prefix));
    }

    private String text(Located<String> text) {
      return keep(Interpolation.fill(text, context)).orElse(text.value());
    }

    private <T> Optional<T> keep(Checked<T> checked) {
      return switch (checked) {
        case Checked.Valid<T>(var value, var _) -> Optional.of(value);
        case Checked.Invalid<T>(var found) -> {
          problems.addAll(found);
          yield Optional.empty();
        }
      };
    }
  }
}
