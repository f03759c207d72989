package dev.rollback.adapter.host.systemd;

import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.Privileges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What moving a unit needs. */
final class UnitNeeds {
  private UnitNeeds() {}

  /**
   * The unit, and the right to ask for each of these.
   *
   * @param verbs by what needs them
   */
  static List<Requirement<HostReader>> of(String unit, Map<String, Requirement.Use> verbs) {
    var needed = new ArrayList<Requirement<HostReader>>();
    needed.add(
        Requirement.both(
            there(unit),
            system -> {
              Systemctl.unit(unit, system);
              return new Finding.Met();
            }));
    verbs.forEach(
        (verb, use) ->
            needed.add(
                new Requirement<>(
                    String.join(" ", Systemctl.argv(verb, unit)),
                    use,
                    system -> allowed(verb, unit, system))));
    return needed;
  }

  private static Finding allowed(String verb, String unit, HostReader system) {
    var found = Systemctl.unit(unit, system);
    var may =
        switch (verb) {
          case "stop" -> found.mayBeStopped();
          case "start" -> found.mayBeStarted();
          default -> found.mayBeStopped() && found.mayBeStarted();
        };
    return may
        ? Privileges.find(Systemctl.argv(verb, unit), system)
        : new Finding.Missing(
            "systemd refuses to %s %s by hand: it is masked, or its unit file says so."
                .formatted(verb, UnitNames.full(unit)),
            "See why: systemctl cat " + unit + "; where it is masked: systemctl unmask " + unit);
  }

  /** How the unit itself is required. */
  static String there(String unit) {
    return "the unit " + UnitNames.full(unit);
  }

  /** What to do when systemd refuses. */
  static String remedy(List<String> argv, HostReader system) {
    return "Do the same by hand on %s: %s"
        .formatted(system.address(), String.join(" ", system.privileged(argv)));
  }
}
