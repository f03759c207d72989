package dev.rollback.lint;

import dev.rollback.action.StepType;
import dev.rollback.diagnostic.Checked;
import dev.rollback.scenario.ParameterValues;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.StepForm;
import dev.rollback.shape.PlanTime;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The actions of a runbook as they are with the parameters' defaults: what an action says of itself
 * can be asked, without a target.
 */
final class Inputs {
  private final BindContext context;

  Inputs(Scenario scenario) {
    this.context = BindContext.with(values(scenario), new PlanTime(Instant.EPOCH));
  }

  /** A parameter without a default has some value of its type. */
  private static Map<String, Object> values(Scenario scenario) {
    var given = new LinkedHashMap<String, String>();
    scenario
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.defaultValue().isEmpty()) {
                given.put(name, some(parameter.type()));
              }
            });
    return switch (ParameterValues.of(scenario, given)) {
      case Checked.Valid<Map<String, Object>>(var values, var _) -> values;
      case Checked.Invalid<Map<String, Object>> _ -> Map.of();
    };
  }

  private static String some(Scenario.ParameterType type) {
    return switch (type) {
      case STRING, LIST -> "some";
      case INTEGER, NUMBER -> "1";
      case BOOLEAN -> "false";
      case DURATION -> "PT1M";
    };
  }

  /** The action of a step; empty where it depends on values that only a run has. */
  Optional<Record> of(StepType<?, ?> type, StepForm.ActionStep step) {
    var node = step.with().orElseGet(() -> new YamlNode.YamlMapping(List.of(), step.action().at()));
    return switch (Binder.bind(node, type.inputs(), context)) {
      case Checked.Valid<? extends Record>(var action, var _) -> Optional.of(action);
      case Checked.Invalid<? extends Record> _ -> Optional.empty();
    };
  }
}
