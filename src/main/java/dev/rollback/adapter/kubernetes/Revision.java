package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Optional;

/**
 * A template that a workload has or had, as its controller keeps it: a ReplicaSet of a deployment,
 * a ControllerRevision of the others.
 *
 * @param name the object's name
 * @param number counted by the controller: the newest one is the highest
 * @param template without what the controller adds to it
 * @param label the label by which its pods are known
 * @param pods how many there still are of it, as far as the object says
 * @param failure why its pods cannot be made, where the object says so
 * @param cause what somebody noted as the reason of the change
 */
public record Revision(
    String name,
    long number,
    PodTemplateSpec template,
    Map.Entry<String, String> label,
    int pods,
    Optional<String> failure,
    Optional<String> cause) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPLATE_HASH = "pod-template-hash";
  private static final String CAUSE = "kubernetes.io/change-cause";

  /** The label of pods by which a stateful set and a daemon set know their revision. */
  public static final String REVISION_HASH = "controller-revision-hash";

  /** Whether this pod is made from it; of pods of the same workload. */
  public boolean runs(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    return labels != null && label.getValue().equals(labels.get(label.getKey()));
  }

  /** The same template as a newer revision, as a controller counts one that comes back. */
  Revision renumbered(long newest) {
    return new Revision(name, newest, template, label, pods, failure, cause);
  }

  /** What somebody noted at the workload itself. */
  public static Optional<String> cause(Workload workload) {
    return annotation(workload.metadata().getAnnotations(), CAUSE);
  }

  static Revision of(ReplicaSet set) {
    var labels = Optional.ofNullable(set.getMetadata().getLabels()).orElse(Map.of());
    var status = Optional.ofNullable(set.getStatus());
    return new Revision(
        set.getMetadata().getName(),
        annotation(set.getMetadata().getAnnotations(), "deployment.kubernetes.io/revision")
            .map(Long::parseLong)
            .orElse(0L),
        set.getSpec().getTemplate().toBuilder()
            .editOrNewMetadata()
            .removeFromLabels(TEMPLATE_HASH)
            .endMetadata()
            .build(),
        Map.entry(TEMPLATE_HASH, labels.getOrDefault(TEMPLATE_HASH, "")),
        status.map(s -> s.getReplicas()).orElse(0),
        status.stream()
            .flatMap(s -> s.getConditions().stream())
            .filter(c -> c.getType().equals("ReplicaFailure") && "True".equals(c.getStatus()))
            .map(c -> "%s: %s".formatted(c.getReason(), c.getMessage()))
            .findFirst(),
        annotation(set.getMetadata().getAnnotations(), CAUSE));
  }

  static Revision of(ControllerRevision revision, WorkloadKind kind) {
    var name = revision.getMetadata().getName();
    var labels = Optional.ofNullable(revision.getMetadata().getLabels()).orElse(Map.of());
    return new Revision(
        name,
        Optional.ofNullable(revision.getRevision()).orElse(0L),
        template(revision),
        Map.entry(
            REVISION_HASH,
            switch (kind) {
              case STATEFUL_SET -> name;
              case DAEMON_SET, DEPLOYMENT -> labels.getOrDefault(REVISION_HASH, name);
            }),
        0,
        Optional.empty(),
        annotation(revision.getMetadata().getAnnotations(), CAUSE));
  }

  /** It is kept as the patch that a rollback would send. */
  private static PodTemplateSpec template(ControllerRevision revision) {
    var template = JSON.valueToTree(revision.getData()).at("/spec/template");
    if (template instanceof ObjectNode object) {
      object.remove("$patch");
    }
    try {
      return JSON.treeToValue(template, PodTemplateSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          revision.getMetadata().getName() + " holds no template that this client knows", e);
    }
  }

  private static Optional<String> annotation(Map<String, String> annotations, String key) {
    return Optional.ofNullable(annotations).map(all -> all.get(key));
  }
}
