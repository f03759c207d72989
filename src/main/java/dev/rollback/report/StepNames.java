package dev.rollback.report;

import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The steps of a plan by number, id and name; groups have no number of their own. */
final class StepNames {
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, PlannedStep> steps = new LinkedHashMap<>();

  StepNames(Plan plan) {
    plan.all().forEach(this::add);
    plan.after().forEach(check -> steps.put(check.id(), check));
  }

  private void add(PlannedStep step) {
    steps.put(step.id(), step);
    switch (step) {
      case PlannedStep.Parallel _, PlannedStep.Phase _ -> {}
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Skipped _ ->
          numbers.put(step.id(), numbers.size() + 1);
    }
  }

  /** Its place among the steps, counted from 1; empty for a group and for a check after them. */
  Optional<Integer> number(String id) {
    return Optional.ofNullable(numbers.get(id));
  }

  /** How many steps have a number. */
  int count() {
    return numbers.size();
  }

  /** The step of this id, the checks after the steps included. */
  Optional<PlannedStep> find(String id) {
    return Optional.ofNullable(steps.get(id));
  }

  /**
   * {@code maintenance: Put the API into maintenance mode}; the id alone where the name adds
   * nothing.
   */
  String title(String id) {
    return find(id).map(StepNames::title).orElse(id);
  }

  /** The same of a step. */
  static String title(PlannedStep step) {
    return says(step.name(), step.id()) ? step.id() + ": " + step.name() : step.id();
  }

  /** The name of a group, which nobody refers to by its id. */
  static String group(PlannedStep group) {
    return group.name().isBlank() ? group.id() : group.name();
  }

  private static boolean says(String name, String id) {
    return !name.isBlank() && !plain(name).equals(plain(id));
  }

  private static String plain(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
  }
}
