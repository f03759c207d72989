package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person should know before a deployment is changed: who else changes it, and when. */
final class Notes {
  /** Labels and annotations by which a controller marks what it keeps in step with a repository. */
  private static final Map<String, String> MARKS =
      Map.of(
          "argocd.argoproj.io/tracking-id", "Argo CD",
          "argocd.argoproj.io/instance", "Argo CD",
          "kustomize.toolkit.fluxcd.io/name", "Flux",
          "helm.toolkit.fluxcd.io/name", "Flux");

  private Notes() {}

  /** About any change of this deployment. */
  static List<String> about(Deployment deployment) {
    var notes = new ArrayList<String>();
    owner(deployment).ifPresent(notes::add);
    notes.addAll(gitOps(deployment));
    var rollout = Rollout.of(deployment);
    if (!rollout.complete()) {
      notes.add("A rollout is still under way: " + rollout.progress() + ".");
    }
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      notes.add(
          "Its rollout is paused: a change of the template reaches no pod until it is resumed.");
    }
    return List.copyOf(notes);
  }

  /** About a change of its replicas to this number. */
  static List<String> aboutScaling(Deployment deployment, int replicas, KubernetesReader system) {
    var name = deployment.getMetadata().getName();
    return system
        .autoscalers(name)
        .map(found -> found.stream().map(a -> autoscaler(a, replicas)).toList())
        .orElse(
            List.of(
                "Whether an autoscaler scales it is not known: this user may not list"
                    + " horizontalpodautoscalers.autoscaling."));
  }

  private static String autoscaler(KubernetesReader.Autoscaler a, int replicas) {
    var who =
        "HorizontalPodAutoscaler %s (%d to %d replicas)".formatted(a.name(), a.min(), a.max());
    if (replicas == 0) {
      return who + " rests while there are 0 replicas, and works again when there are some.";
    }
    return replicas < a.min() || replicas > a.max()
        ? who + " will undo this within seconds: " + replicas + " is outside of its range."
        : who + " may choose another number at any time.";
  }

  private static Optional<String> owner(Deployment deployment) {
    return deployment.getMetadata().getOwnerReferences().stream()
        .filter(ref -> Boolean.TRUE.equals(ref.getController()))
        .map(
            ref ->
                "It belongs to %s/%s, whose controller may undo this change."
                    .formatted(ref.getKind(), ref.getName()))
        .findFirst();
  }

  private static List<String> gitOps(Deployment deployment) {
    var meta = deployment.getMetadata();
    return Stream.of(meta.getLabels(), meta.getAnnotations())
        .filter(map -> map != null)
        .flatMap(map -> map.entrySet().stream())
        .filter(mark -> MARKS.containsKey(mark.getKey()))
        .map(
            mark ->
                "%s (%s) keeps it in step with a repository, and will undo this change if it heals"
                        .formatted(MARKS.get(mark.getKey()), mark.getValue())
                    + " by itself: suspend it meanwhile.")
        .sorted()
        .toList();
  }
}
