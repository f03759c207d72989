package dev.rollback.adapter.kubernetes.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person should know before pods are cut off, and what the API cannot tell. */
final class IsolationNotes {
  private static final int NAMED = 5;

  private static final List<String> ALWAYS =
      List.of(
          "Whether this cluster's network obeys network policies, the API does not tell: Calico,"
              + " Cilium and Antrea do, flannel alone does not. See what runs in kube-system, and"
              + " try from one of the pods whether a connection still comes about.",
          "Connections that exist may stay open, and Services go on sending traffic to these pods,"
              + " whose clients then wait.");

  private IsolationNotes() {}

  /**
   * About some pods.
   *
   * @param pods that run now
   * @param reaching the other policies that reach them
   */
  static List<String> of(List<JsonNode> pods, List<Policies.Reaching> reaching) {
    return Stream.of(
            Stream.of(reached(pods)), ALWAYS.stream(), reaching.stream().map(IsolationNotes::of))
        .flatMap(s -> s)
        .toList();
  }

  private static String reached(List<JsonNode> pods) {
    var named =
        pods.stream()
            .limit(NAMED)
            .map(p -> p.at("/metadata/name").asText())
            .collect(Collectors.joining(", "));
    var more = pods.size() > NAMED ? " and %d more".formatted(pods.size() - NAMED) : "";
    return switch (pods.size()) {
      case 0 -> "No pod has its labels now; those that start later are cut off.";
      case 1 ->
          "One pod has its labels now: %s. Those that start later are cut off too."
              .formatted(named);
      default ->
          "%d pods have its labels now: %s%s. Those that start later are cut off too."
              .formatted(pods.size(), named, more);
    };
  }

  private static String of(Policies.Reaching policy) {
    return policy.allows().isEmpty()
        ? "Network policy %s reaches these pods too, and allows nothing.".formatted(policy.name())
        : "Network policy %s goes on allowing %s of these pods: they are not cut off completely."
            .formatted(policy.name(), policy.allowed());
  }
}
