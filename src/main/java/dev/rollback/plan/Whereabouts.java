package dev.rollback.plan;

import dev.rollback.action.Connection;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Where the connections of a scenario lead, and what is there. */
public final class Whereabouts {
  private final Map<String, Connection<?, ?>> moved = new TreeMap<>();
  private final Map<String, Connection<?, ?>> read = new TreeMap<>();

  private Whereabouts(BoundScenario scenario) {
    scenario.everything().filter(s -> s.missing().isEmpty()).forEach(this::add);
  }

  private void add(BoundStep step) {
    switch (step) {
      case BoundStep.Move<?, ?, ?> m -> moved.put(m.way(), m.connection());
      case BoundStep.OneWay<?, ?> o -> moved.put(o.way(), o.connection());
      case BoundStep.Check<?, ?, ?> c -> read.put(c.way(), c.connection());
      case BoundStep.Collect<?, ?> c -> read.put(c.way(), c.connection());
      case BoundStep.Gate _,
          BoundStep.Manual _,
          BoundStep.Parallel _,
          BoundStep.Choose _,
          BoundStep.Phase _,
          BoundStep.Call _ -> {}
    }
  }

  /** The address of each connection of a scenario, without any secret. */
  public static Map<String, String> addresses(BoundScenario scenario) {
    var whereabouts = new Whereabouts(scenario);
    var addresses = new TreeMap<String, String>();
    whereabouts.read.forEach((label, c) -> addresses.put(label, c.address()));
    whereabouts.moved.forEach((label, c) -> addresses.put(label, c.address()));
    return addresses;
  }

  /**
   * What the systems are that a scenario moves, as far as they can tell.
   *
   * @throws dev.rollback.diagnostic.SystemException when one cannot be asked
   */
  public static Map<String, String> identities(BoundScenario scenario) {
    return identities(scenario, _ -> true);
  }

  private static Map<String, String> identities(BoundScenario scenario, Predicate<String> which) {
    var identities = new TreeMap<String, String>();
    new Whereabouts(scenario)
        .moved.entrySet().stream()
            .filter(way -> which.test(way.getKey()))
            .forEach(
                way ->
                    way.getValue()
                        .identity()
                        .ifPresent(identity -> identities.put(way.getKey(), identity)));
    return identities;
  }

  /**
   * Why what a plan was made for is not what its target leads to now. The same name may lead to
   * other systems by now, and the same address to another one; what was kept belongs to the old
   * ones.
   *
   * @return empty when it is the same
   * @throws dev.rollback.diagnostic.SystemException when a system cannot be asked
   */
  public static List<Diagnostic> elsewhere(Plan plan, BoundScenario scenario) {
    var addresses = new TreeMap<>(addresses(scenario));
    if (!addresses.equals(new TreeMap<>(plan.addresses()))) {
      return List.of(
          Diagnostic.error(
                  "target '%s' leads to %s now, and led to %s when the plan was made"
                      .formatted(plan.target(), addresses, plan.addresses()))
              .advise("Use the configuration that the plan was made with: --config FILE."));
    }
    var problems = new ArrayList<Diagnostic>();
    var identities = identities(scenario, plan.identities()::containsKey);
    plan.identities()
        .forEach(
            (label, was) -> {
              var is = identities.getOrDefault(label, "something that does not tell what it is");
              if (!is.equals(was)) {
                problems.add(another(plan, label, was, is));
              }
            });
    return problems;
  }

  private static Diagnostic another(Plan plan, String label, String was, String is) {
    return Diagnostic.error(
            "%s of target '%s' is another system now, at the same address (%s): it was %s, and is %s"
                .formatted(label, plan.target(), plan.addresses().get(label), was, is))
        .advise(
            "What was kept belongs to the old one, and is not written to this one. If the old one"
                + " is no more, there is nothing left of this run: plan again.")
        .see(Topic.PINS);
  }
}
