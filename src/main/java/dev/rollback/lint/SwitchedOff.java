package dev.rollback.lint;

import dev.rollback.scenario.StepForm;
import dev.rollback.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds settings of what the same run switches off: {@code RATE_LIMITING_ENABLED: "false"} and
 * {@code RATE_LIMIT_REQUESTS: "200"}. Of alternatives only one is taken, so two of them are no such
 * case.
 */
final class SwitchedOff {
  private static final String SWITCH = "_ENABLED";
  private static final Set<String> OFF = Set.of("false", "off", "no", "0");

  private final List<Finding> findings = new ArrayList<>();

  private SwitchedOff() {}

  /** What is found in these steps. */
  static List<Finding> in(List<? extends StepForm> steps) {
    var search = new SwitchedOff();
    search.walk(steps, new HashMap<>());
    return List.copyOf(search.findings);
  }

  /**
   * Goes along the steps.
   *
   * @param before the settings that were made on the way here, with whether they switch off
   */
  private void walk(List<? extends StepForm> steps, Map<String, Boolean> before) {
    for (var step : steps) {
      switch (step) {
        case StepForm.ActionStep a ->
            a.with().stream().flatMap(SwitchedOff::settings).forEach(s -> setting(s, before));
        case StepForm.ChooseStep c -> {
          var after = new HashMap<>(before);
          for (var alternative : c.choose()) {
            var own = new HashMap<>(before);
            walk(alternative.steps(), own);
            after.putAll(own);
          }
          before.putAll(after);
        }
        case StepForm.PhaseStep _, StepForm.ParallelStep _ -> walk(step.inner().toList(), before);
        case StepForm.CheckStep _,
            StepForm.CollectStep _,
            StepForm.GateStep _,
            StepForm.ManualStep _,
            StepForm.ScenarioStep _ -> {
          // These set nothing; another runbook is read by itself.
        }
      }
    }
  }

  private void setting(YamlNode.Entry setting, Map<String, Boolean> before) {
    var name = setting.key().text();
    var off =
        name.endsWith(SWITCH)
            && setting.value() instanceof YamlNode.YamlScalar value
            && OFF.contains(value.text().toLowerCase(Locale.ROOT));
    before.forEach(
        (other, otherOff) -> {
          if (off && belongs(other, name)) {
            add(setting, "'%s' switches off what '%s' has set before it".formatted(name, other));
          } else if (otherOff && belongs(name, other)) {
            add(setting, "'%s' has no effect after '%s' is off".formatted(name, other));
          }
        });
    before.put(name, off);
  }

  private void add(YamlNode.Entry setting, String what) {
    findings.add(Finding.of(Rule.SET_WHILE_OFF, setting.key().at(), what));
  }

  /** {@code RATE_LIMIT_WINDOW} belongs to {@code RATE_LIMITING_ENABLED}. */
  private static boolean belongs(String name, String toSwitch) {
    var feature =
        toSwitch.substring(0, toSwitch.length() - SWITCH.length()).replaceFirst("ING$", "");
    return !name.equals(toSwitch) && name.startsWith(feature + "_");
  }

  private static Stream<YamlNode.Entry> settings(YamlNode inputs) {
    return switch (inputs) {
      case YamlNode.YamlMapping mapping ->
          mapping.entries().stream()
              .flatMap(
                  e ->
                      e.value() instanceof YamlNode.YamlScalar
                          ? Stream.of(e)
                          : settings(e.value()));
      case YamlNode.YamlSequence sequence ->
          sequence.elements().stream().flatMap(SwitchedOff::settings);
      case YamlNode.YamlScalar _ -> Stream.empty();
    };
  }
}
