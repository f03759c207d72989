package dev.rollback.adapter.kubernetes;

import dev.rollback.diagnostic.SystemException;
import java.util.Map;
import java.util.function.Consumer;

/** Changes a workload's specification, if it is still the one that was observed. */
public final class Changes {
  /** Controllers write the status all the time; each such write costs one more try. */
  public static final int TRIES = 8;

  private Changes() {}

  /** How many pods, as actions count them: started, stopped or replaced. */
  public static Map<String, Long> pods(int pods) {
    return Map.of("pods", (long) pods);
  }

  /**
   * Writes, on the version that was observed and no other.
   *
   * @throws dev.rollback.diagnostic.SystemException which says whether the change may have taken
   *     effect; refused when the workload has another version by now
   */
  public static void write(
      WorkloadName name, String version, Consumer<Workload> change, KubernetesWriter system) {
    for (var i = 0; i < TRIES; i++) {
      var now = current(name, version, system);
      var changed = now.copy();
      change.accept(changed);
      if (changed.equals(now) || system.update(changed)) {
        return;
      }
    }
    throw SystemException.refused(
        "%s is being changed all the time: %d tries were too late.".formatted(name, TRIES),
        "See which controller writes it, and suspend it meanwhile.");
  }

  /**
   * Has the server judge the very update that {@link #write} would send; nothing is changed.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the server would refuse it
   */
  public static void rehearse(
      WorkloadName name, String version, Consumer<Workload> change, KubernetesReader system) {
    var changed = current(name, version, system).copy();
    change.accept(changed);
    // As the status may move between the two requests, the rehearsal is not tied to a version.
    changed.metadata().setResourceVersion(null);
    system.rehearse(changed);
  }

  private static Workload current(WorkloadName name, String version, KubernetesReader system) {
    var now = system.workload(name);
    if (!now.version().equals(version)) {
      throw SystemException.refused(
          name + " was changed meanwhile; nothing was written.",
          "See who changes it, then plan again.");
    }
    return now;
  }
}
