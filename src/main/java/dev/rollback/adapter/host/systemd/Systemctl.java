package dev.rollback.adapter.host.systemd;

import dev.rollback.adapter.host.machine.Command;
import dev.rollback.adapter.host.machine.HostReader;
import dev.rollback.adapter.host.machine.HostWriter;
import dev.rollback.adapter.host.machine.Words;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.process.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** systemd of one machine, by its own program. */
final class Systemctl {
  /** How long it is waited for a job of systemd; one that takes longer goes on by itself. */
  private static final Duration JOB = Duration.ofMinutes(1);

  private static final int LINES = 5;

  private Systemctl() {}

  /**
   * A unit that is loaded.
   *
   * @throws SystemException when there is none, or systemd cannot be asked
   */
  static Unit unit(String name, HostReader system) {
    var unit = show(List.of(UnitNames.full(name)), system).getFirst();
    return switch (unit.loadState()) {
      case "loaded", "masked" -> unit;
      case "not-found" ->
          throw SystemException.refused(
              "there is no unit %s on %s".formatted(UnitNames.full(name), system.address()),
              "See which there are: systemctl list-unit-files. Correct the name, or the"
                  + " connection.");
      default ->
          throw SystemException.refused(
              "systemd on %s cannot load %s: %s"
                  .formatted(system.address(), UnitNames.full(name), unit.loadState()),
              "See what it says: systemctl status " + name);
    };
  }

  /** These units, whether or not they are there. */
  static List<Unit> show(List<String> names, HostReader system) {
    if (names.isEmpty()) {
      return List.of();
    }
    var argv = new ArrayList<>(List.of("systemctl", "show", "--no-pager"));
    argv.add("--property=" + String.join(",", Unit.ASKED));
    argv.addAll(names);
    var ended = system.look(Command.of(argv, system.timeout()));
    if (!ended.with(0)) {
      throw SystemException.refused(
          "systemd on %s does not tell of %s%s"
              .formatted(system.address(), String.join(", ", names), Words.printed(ended)),
          "Ask by hand: systemctl status " + String.join(" ", names));
    }
    return parse(ended);
  }

  /** Units are separated by blank lines. */
  private static List<Unit> parse(Ended ended) {
    return Stream.of(ended.out().text().split("\n\n", -1))
        .map(part -> part.lines().toList())
        .filter(lines -> !lines.isEmpty())
        .map(Unit::parse)
        .toList();
  }

  /** What would be run for it, as it must be granted. */
  static List<String> argv(String verb, String unit) {
    return List.of("systemctl", verb, unit);
  }

  /**
   * Has systemd do something about a unit, and waits for it.
   *
   * @throws SystemException without any effect when it is refused; of unknown effect when nobody
   *     knows
   */
  static void ask(String verb, String unit, HostWriter system) {
    Ended ended;
    try {
      ended = system.run(Command.of(system.privileged(argv(verb, unit)), JOB));
    } catch (SystemException e) {
      if (e.effect() == SystemException.Effect.UNKNOWN && unit(unit, system).underWay()) {
        return; // its job goes on, whether or not somebody waits for it
      }
      throw e;
    }
    if (!ended.with(0) && !begun(ended)) {
      throw SystemException.refused(
          "%s on %s: systemctl %s was refused%s"
              .formatted(UnitNames.full(unit), system.address(), verb, Words.printed(ended)),
          UnitNeeds.remedy(argv(verb, unit), system));
    }
  }

  /** A job that was begun and failed leaves the unit in a state that tells how. */
  private static boolean begun(Ended ended) {
    return ended.err().text().contains("Job for ");
  }

  /** The last lines that a unit has logged; nothing where this user may not read them. */
  static String journal(String unit, HostReader system) {
    var argv =
        List.of(
            "journalctl",
            "--unit=" + UnitNames.full(unit),
            "--lines=" + LINES,
            "--no-pager",
            "--quiet",
            "--output=cat");
    try {
      var ended = system.look(Command.of(argv, system.timeout()));
      var lines = ended.with(0) ? Words.lines(ended.out()) : List.<String>of();
      return lines.isEmpty()
          ? ""
          : ". Its last lines: " + lines.stream().collect(Collectors.joining("; "));
    } catch (SystemException e) {
      return ". Its journal cannot be read: " + e.problem();
    }
  }

  /** How long the machine has been up: the clock of systemd's times. */
  static Duration uptime(HostReader system) {
    var ended = system.look(Command.of(List.of("cat", "/proc/uptime"), system.timeout()));
    var seconds = ended.out().text().strip().split(" ", 2)[0];
    if (!ended.with(0) || !seconds.matches("\\d+(\\.\\d+)?")) {
      throw SystemException.refused(
          system.address() + " does not tell how long it has been up" + Words.printed(ended),
          "Look by hand: cat /proc/uptime");
    }
    return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
  }
}
