package dev.rollback.adapter.host.systemd;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A unit, as {@code systemctl show} tells of it. */
record Unit(Map<String, String> properties) {
  /** The properties that are asked for. */
  static final List<String> ASKED =
      List.of(
          "Id",
          "LoadState",
          "LoadError",
          "ActiveState",
          "SubState",
          "InvocationID",
          "NRestarts",
          "UnitFileState",
          "Type",
          "RemainAfterExit",
          "Restart",
          "Result",
          "ExecMainStatus",
          "TriggeredBy",
          "RequiredBy",
          "BoundBy",
          "ConsistsOf",
          "CanStart",
          "CanStop",
          "RefuseManualStart",
          "RefuseManualStop",
          "NeedDaemonReload",
          "Job",
          "ActiveEnterTimestampMonotonic",
          "StateChangeTimestampMonotonic");

  static Unit parse(List<String> lines) {
    var properties = new LinkedHashMap<String, String>();
    for (var line : lines) {
      var equals = line.indexOf('=');
      if (equals > 0) {
        properties.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return new Unit(properties);
  }

  private String get(String property) {
    return properties.getOrDefault(property, "");
  }

  private boolean is(String property) {
    return get(property).equals("yes");
  }

  private List<String> names(String property) {
    return Arrays.stream(get(property).split(" ", -1)).filter(n -> !n.isBlank()).toList();
  }

  /** Its full name. */
  String id() {
    return get("Id");
  }

  /** {@code loaded}, {@code not-found}, {@code masked} … */
  String loadState() {
    return get("LoadState");
  }

  Activity activity() {
    return switch (get("ActiveState")) {
      case "active", "reloading", "refreshing" -> Activity.RUNNING;
      case "activating" ->
          get("SubState").startsWith("auto-restart") ? Activity.RESTARTING : Activity.RUNNING;
      default -> Activity.STOPPED;
    };
  }

  /** Whether it is neither on its way anywhere nor about to be. */
  boolean settled() {
    return List.of("active", "inactive", "failed").contains(get("ActiveState"));
  }

  boolean failed() {
    return get("ActiveState").equals("failed");
  }

  String active() {
    return get("ActiveState");
  }

  String sub() {
    return get("SubState");
  }

  /** {@code active (running)}. */
  String label() {
    return active() + " (" + sub() + ")";
  }

  /** Whether somebody has asked systemd to do something about it that is not done yet. */
  boolean underWay() {
    var job = get("Job");
    return !settled() || !(job.isEmpty() || job.equals("0"));
  }

  /** The id of its present run; empty where it does not run, or systemd is older than 232. */
  Optional<String> invocation() {
    return Optional.of(get("InvocationID"))
        .filter(id -> !id.isEmpty() && activity() == Activity.RUNNING);
  }

  /** How often systemd has started it again by itself. */
  long restarts() {
    return get("NRestarts").isEmpty() ? 0 : Long.parseLong(get("NRestarts"));
  }

  /** Changes with each change of its state. */
  String version() {
    return get("StateChangeTimestampMonotonic");
  }

  /** How long it has been active, where the machine has been up so long. */
  Duration activeFor(Duration uptime) {
    var since = get("ActiveEnterTimestampMonotonic");
    return since.isEmpty() ? uptime : uptime.minus(Duration.ofNanos(Long.parseLong(since) * 1000));
  }

  /** A program that ends and is then no longer active: to be started is all there is to it. */
  boolean endsByItself() {
    return get("Type").equals("oneshot") && !is("RemainAfterExit");
  }

  String fileState() {
    return get("UnitFileState");
  }

  /** When systemd starts it again by itself: {@code no}, {@code always}, {@code on-failure} … */
  String restartPolicy() {
    return get("Restart");
  }

  List<String> triggeredBy() {
    return names("TriggeredBy");
  }

  /** The units that stop with it. */
  List<String> stopWithIt() {
    return List.of("RequiredBy", "BoundBy", "ConsistsOf").stream()
        .flatMap(p -> names(p).stream())
        .distinct()
        .toList();
  }

  boolean mayBeStarted() {
    return !get("CanStart").equals("no") && !is("RefuseManualStart");
  }

  boolean mayBeStopped() {
    return !get("CanStop").equals("no") && !is("RefuseManualStop");
  }

  /** Whether its file was changed since systemd has read it. */
  boolean outdated() {
    return is("NeedDaemonReload");
  }

  /** How its last run ended: {@code exit-code 1}. */
  String result() {
    return get("Result") + (get("Result").equals("exit-code") ? " " + get("ExecMainStatus") : "");
  }
}
