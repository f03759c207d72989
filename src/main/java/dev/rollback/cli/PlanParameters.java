package dev.rollback.cli;

import dev.rollback.plan.Plan;
import dev.rollback.scenario.ParameterValues;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a plan, in the form in which the command line would give them. */
final class PlanParameters {
  private PlanParameters() {}

  static Map<String, String> texts(Plan plan) {
    var texts = new LinkedHashMap<String, String>();
    plan.parameters().forEach((name, value) -> texts.put(name, ParameterValues.text(value)));
    return texts;
  }
}
