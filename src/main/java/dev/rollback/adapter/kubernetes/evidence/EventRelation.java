package dev.rollback.adapter.kubernetes.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Revision;
import dev.rollback.adapter.kubernetes.Workload;
import dev.rollback.adapter.kubernetes.WorkloadName;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events are about a workload or what it owns.
 *
 * @param sets the names of its ReplicaSets, where it is a deployment
 * @param uids its own and its pods'
 */
record EventRelation(WorkloadName workload, List<String> sets, Set<String> uids) {
  static EventRelation of(Workload owner, List<Pod> pods, KubernetesReader system) {
    var sets =
        switch (owner.kind()) {
          case DEPLOYMENT -> system.revisions(owner).stream().map(Revision::name).toList();
          case STATEFUL_SET, DAEMON_SET -> List.<String>of();
        };
    var uids =
        Stream.concat(Stream.of(owner.metadata()), pods.stream().map(Pod::getMetadata))
            .map(ObjectMeta::getUid)
            .collect(Collectors.toSet());
    return new EventRelation(owner.name(), sets, uids);
  }

  boolean holds(JsonNode event) {
    var about = event.path("involvedObject");
    var name = about.path("name").asText();
    return uids.contains(about.path("uid").asText())
        || switch (about.path("kind").asText()) {
          case "Pod" -> isNamedAsIts(name);
          case "ReplicaSet" -> sets.contains(name);
          default -> false;
        };
  }

  /** Of a pod that is gone only its name is left, which its controller has made. */
  private boolean isNamedAsIts(String pod) {
    return switch (workload.kind()) {
      case STATEFUL_SET -> pod.matches(Pattern.quote(workload.name()) + "-\\d+");
      case DAEMON_SET -> pod.matches(Pattern.quote(workload.name()) + "-[a-z0-9]{5}");
      case DEPLOYMENT ->
          sets.stream().anyMatch(set -> pod.matches(Pattern.quote(set) + "-[a-z0-9]{5}"));
    };
  }
}
