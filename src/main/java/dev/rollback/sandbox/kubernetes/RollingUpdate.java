package dev.rollback.sandbox.kubernetes;

import static dev.rollback.sandbox.kubernetes.Workloads.replicas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The arithmetic of a rolling update.
 *
 * @param wanted how many pods are wanted
 * @param surge how many more than wanted may exist
 * @param unavailable how many fewer than wanted may be available
 */
record RollingUpdate(int wanted, int surge, int unavailable) {

  static RollingUpdate of(JsonNode deployment) {
    int wanted = replicas(deployment);
    JsonNode rolling = deployment.at("/spec/strategy/rollingUpdate");
    int surge = resolve(rolling.path("maxSurge"), wanted, true);
    int unavailable = resolve(rolling.path("maxUnavailable"), wanted, false);
    // Both 0 would never move; Kubernetes then allows one unavailable pod.
    return new RollingUpdate(wanted, surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
  }

  private static int resolve(JsonNode value, int of, boolean up) {
    String text = value.asText();
    if (!text.endsWith("%")) {
      return value.asInt();
    }
    int percent = Integer.parseInt(text.substring(0, text.length() - 1));
    return up ? Math.ceilDiv(of * percent, 100) : of * percent / 100;
  }

  /** To how many the new set may grow now. */
  int up(int current, int others) {
    if (current >= wanted) {
      return wanted;
    }
    return Math.min(wanted, Math.max(current, wanted + surge - others));
  }

  /** How many old pods may go in all, while those of the new set are not yet available. */
  int removable(JsonNode current, List<? extends JsonNode> others) {
    int starting = Math.max(0, replicas(current) - Workloads.status(current, "availableReplicas"));
    int total = replicas(current) + DeploymentController.sum(others);
    return Math.max(0, total - (wanted - unavailable) - starting);
  }

  /** How many available pods there are beyond the least that must be. */
  int spare(JsonNode current, List<? extends JsonNode> others) {
    int available =
        Math.min(replicas(current), Workloads.status(current, "availableReplicas"))
            + others.stream()
                .mapToInt(o -> Math.min(replicas(o), Workloads.status(o, "availableReplicas")))
                .sum();
    return Math.max(0, available - (wanted - unavailable));
  }
}
