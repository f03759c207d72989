package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.PlanTime;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.YamlNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the parameters their values, and builds the steps with them. */
public final class ScenarioBinder {
  private final Catalog catalog;
  private final Systems systems;

  /** Binds to the systems of one target. */
  public ScenarioBinder(Catalog catalog, Systems systems) {
    this.catalog = catalog;
    this.systems = systems;
  }

  /**
   * Binds a scenario that was checked. What may be left out is bound also where the target has no
   * connection for it; {@link BoundScenario#connected} tells.
   *
   * @param given parameters by name, as texts
   * @param at the moment of the plan
   */
  public Checked<BoundScenario> bind(
      ScenarioReader.Read read, Map<String, String> given, Instant at) {
    return ParameterValues.of(read.scenario(), given)
        .then(values -> new Binding(read, "", false, values, at).scenario());
  }

  /** One binding. */
  private final class Binding {
    private final ScenarioReader.Read read;
    private final Scenario scenario;
    private final String prefix;
    private final boolean optional;
    private final Map<String, Object> values;
    private final Instant at;
    private final Filling filling;
    private final StepBinder builder;
    private final Conditions conditions;
    private final StepIds ids = new StepIds();

    /**
     * Of one scenario.
     *
     * @param optional whether all of it may be left out, but for its evidence
     */
    Binding(
        ScenarioReader.Read read,
        String prefix,
        boolean optional,
        Map<String, Object> values,
        Instant at) {
      this.read = read;
      this.prefix = prefix;
      this.optional = optional;
      this.scenario = read.scenario();
      this.values = values;
      this.at = at;
      this.filling = new Filling(BindContext.with(values, new PlanTime(at)));
      this.builder = new StepBinder(catalog, systems, filling);
      this.conditions =
          new Conditions(
              values.keySet(),
              EvidenceShapes.of(catalog, scenario.evidence()),
              CauseNames.of(scenario, read.called()));
    }

    Checked<BoundScenario> scenario() {
      // Where no cause is found, nothing is done, and what decides success is read all the same.
      var diagnosed = optional || !read.causes().isEmpty();
      // The order is the one in which ids are given.
      var evidence = checks(scenario.evidence(), false);
      var diagnosis = scenario.diagnosis().stream().flatMap(c -> cause(c).stream()).toList();
      var before = checks(scenario.before(), diagnosed);
      var steps = steps(scenario.steps(), diagnosed);
      var after = checks(scenario.after(), optional);
      if (!filling.problems().isEmpty()) {
        return new Checked.Invalid<>(filling.problems());
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
      return filling
          .keep(conditions.cause(cause.when()))
          .map(when -> when.of(prefix))
          .map(
              when -> new BoundScenario.Cause(prefix + cause.cause().value(), cause.title(), when));
    }

    private String id(String kind, Optional<Located<String>> written) {
      return prefix + ids.next(kind, written);
    }

    private List<BoundStep.Check<?, ?, ?>> checks(
        List<StepForm.CheckStep> checks, boolean optional) {
      return checks.stream()
          .<BoundStep.Check<?, ?, ?>>flatMap(c -> check(c, optional).stream())
          .toList();
    }

    private List<BoundStep> steps(List<? extends StepForm> steps, boolean optional) {
      return steps.stream().flatMap(s -> step(s, optional).stream()).toList();
    }

    /**
     * A step.
     *
     * @param within whether what it stands in may be left out
     */
    private Optional<BoundStep> step(StepForm step, boolean within) {
      var optional = within || step.condition().isPresent();
      return switch (step) {
        case StepForm.ActionStep a ->
            builder.action(
                a, meta(id("step", a.id()), named(a.name(), a.action()), a.when()), optional);
        case StepForm.CheckStep c -> check(c, optional).map(bound -> bound);
        case StepForm.CollectStep c ->
            builder.collect(
                c, meta(id("collect", c.id()), named(c.name(), c.collect()), c.when()), optional);
        case StepForm.GateStep g -> {
          var id = id("gate", g.id());
          var question = filling.text(g.gate());
          yield Optional.of(
              new BoundStep.Gate(meta(id, question, g.when()), question, g.approvers()));
        }
        case StepForm.ManualStep m -> {
          var id = id("manual", m.id());
          var instruction = filling.text(m.manual());
          yield Optional.of(new BoundStep.Manual(meta(id, instruction, m.when()), instruction));
        }
        case StepForm.ScenarioStep s -> call(s, optional);
        case StepForm.ParallelStep p -> {
          var id = id("parallel", p.id());
          var inner = steps(p.parallel(), optional);
          SameTime.problems(inner, p).forEach(filling::problem);
          yield Optional.of(
              new BoundStep.Parallel(meta(id, p.name().orElse(id), Optional.empty()), inner));
        }
        case StepForm.PhaseStep p -> {
          var id = id("phase", p.id());
          yield Optional.of(
              new BoundStep.Phase(
                  meta(id, filling.text(p.phase()), Optional.empty()),
                  p.budget(),
                  steps(p.steps(), optional)));
        }
        case StepForm.ChooseStep c -> {
          var id = id("choose", c.id());
          var branches =
              c.choose().stream()
                  .map(a -> new BoundStep.Branch(condition(a.when()), steps(a.steps(), true)))
                  .toList();
          yield Optional.of(new BoundStep.Choose(meta(id, id, Optional.empty()), branches));
        }
      };
    }

    private Optional<BoundStep.Check<?, ?, ?>> check(StepForm.CheckStep step, boolean within) {
      return builder.check(
          step,
          meta(id("check", step.id()), named(step.name(), step.check()), step.when()),
          within || step.when().isPresent());
    }

    private Optional<BoundStep> call(StepForm.ScenarioStep step, boolean optional) {
      var id = id("scenario", Optional.of(step.id().orElse(step.scenario())));
      var called = read.of(step);
      var given = new LinkedHashMap<String, String>();
      var found = filling.problems().size();
      if (step.with().orElse(null) instanceof YamlNode.YamlMapping with) {
        with.entries()
            .forEach(e -> given(e, called.scenario()).ifPresent(v -> given.put(e.key().text(), v)));
      }
      var meta = meta(id, called.scenario().title(), step.when());
      if (filling.problems().size() > found) {
        return Optional.empty();
      }
      return filling
          .keep(
              ParameterValues.of(called.scenario(), given)
                  .then(
                      values ->
                          new Binding(
                                  called,
                                  id + "/",
                                  optional || !called.causes().isEmpty(),
                                  values,
                                  at)
                              .scenario()))
          .map(scenario -> new BoundStep.Call(meta, scenario));
    }

    /** The value that a call gives to a parameter; the default where it cannot be had. */
    private Optional<String> given(YamlNode.Entry entry, Scenario called) {
      if (!(entry.value() instanceof YamlNode.YamlScalar value)) {
        throw new IllegalStateException("a call was not checked: " + entry.key().text());
      }
      var written = new Located<>(value.text(), value.at());
      var filled = filling.filled(written).map(t -> new Located<>(t, value.at()));
      var wrong = filled.flatMap(t -> CallProblems.value(entry.key().text(), t, called));
      wrong.ifPresent(filling::problem);
      return wrong.isPresent() ? Optional.empty() : filled.map(Located::value);
    }

    private String named(Optional<String> name, Located<String> type) {
      return name.map(n -> filling.text(new Located<>(n, type.at()))).orElse(type.value());
    }

    private BoundStep.Meta meta(String id, String name, Optional<Located<String>> when) {
      return new BoundStep.Meta(id, name, condition(when));
    }

    private Optional<BoundStep.When> condition(Optional<Located<String>> when) {
      return when.flatMap(w -> filling.keep(conditions.compile(w))).map(w -> w.of(prefix));
    }
  }
}
