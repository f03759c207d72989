package dev.rollback.adapter.kubernetes;

import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.function.UnaryOperator;

/** Changes a deployment's specification, if it is still the one that was observed. */
final class Changes {
  /** Controllers write the status all the time; each such write costs one more try. */
  static final int TRIES = 8;

  private Changes() {}

  /**
   * The version of the specification. Not the resourceVersion: that also moves with the status,
   * which the controllers write during every rollout.
   */
  static String version(Deployment deployment) {
    var meta = deployment.getMetadata();
    return meta.getUid() + "/" + meta.getGeneration();
  }

  static Deployment copy(Deployment deployment) {
    return new DeploymentBuilder(deployment).build();
  }

  /** Writes, on the version that was observed and no other. */
  static void write(
      String name, String version, UnaryOperator<Deployment> change, KubernetesWriter system) {
    for (var i = 0; i < TRIES; i++) {
      var now = current(name, version, system);
      var changed = change.apply(copy(now));
      if (changed.equals(now) || system.update(changed)) {
        return;
      }
    }
    throw SystemException.refused(
        "deployment/%s is being changed all the time: %d tries were too late."
            .formatted(name, TRIES),
        "See which controller writes it, and suspend it meanwhile.");
  }

  /** Has the server judge the very update that {@link #write} would send. */
  static void rehearse(
      String name, String version, UnaryOperator<Deployment> change, KubernetesReader system) {
    var now = current(name, version, system);
    var changed = change.apply(copy(now));
    // As the status may move between the two requests, the rehearsal is not tied to a version.
    changed.getMetadata().setResourceVersion(null);
    system.rehearse(changed);
  }

  private static Deployment current(String name, String version, KubernetesReader system) {
    var now = system.deployment(name);
    if (!version(now).equals(version)) {
      throw SystemException.refused(
          "deployment/%s was changed meanwhile; nothing was written.".formatted(name),
          "See who changes it, then plan again.");
    }
    return now;
  }
}
