package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Workloads of one namespace over Fabric8, with what their controllers make for them. */
final class WorkloadObjects {
  private final KubernetesClient client;
  private final Failures failures;
  private final String namespace;

  WorkloadObjects(KubernetesClient client, Failures failures) {
    this.client = client;
    this.failures = failures;
    this.namespace = failures.namespace();
  }

  Optional<Workload> get(WorkloadName name) {
    return read(name.access("get"), () -> find(name));
  }

  private Optional<Workload> find(WorkloadName name) {
    var apps = client.apps();
    return switch (name.kind()) {
      case DEPLOYMENT ->
          Optional.ofNullable(apps.deployments().inNamespace(namespace).withName(name.name()).get())
              .map(Workload.OfDeployment::new);
      case STATEFUL_SET ->
          Optional.ofNullable(
                  apps.statefulSets().inNamespace(namespace).withName(name.name()).get())
              .map(Workload.OfStatefulSet::new);
      case DAEMON_SET ->
          Optional.ofNullable(apps.daemonSets().inNamespace(namespace).withName(name.name()).get())
              .map(Workload.OfDaemonSet::new);
    };
  }

  /** All of one kind; errors are the client's own. */
  List<? extends HasMetadata> list(WorkloadKind kind) {
    return switch (kind) {
      case DEPLOYMENT -> client.apps().deployments().inNamespace(namespace).list().getItems();
      case STATEFUL_SET -> client.apps().statefulSets().inNamespace(namespace).list().getItems();
      case DAEMON_SET -> client.apps().daemonSets().inNamespace(namespace).list().getItems();
    };
  }

  List<Revision> revisions(Workload owner) {
    return switch (owner) {
      case Workload.OfDeployment _ -> replicaSets(owner).stream().map(Revision::of).toList();
      case Workload.OfStatefulSet _, Workload.OfDaemonSet _ ->
          read(
                  Access.revisions(owner.kind()),
                  () ->
                      client
                          .apps()
                          .controllerRevisions()
                          .inNamespace(namespace)
                          .withLabelSelector(owner.selector())
                          .list()
                          .getItems())
              .stream()
              .filter(revision -> owned(revision, Set.of(uid(owner.object()))))
              .map(revision -> Revision.of(revision, owner.kind()))
              .toList();
    };
  }

  private List<ReplicaSet> replicaSets(Workload owner) {
    return read(
            Access.revisions(owner.kind()),
            () ->
                client
                    .apps()
                    .replicaSets()
                    .inNamespace(namespace)
                    .withLabelSelector(owner.selector())
                    .list()
                    .getItems())
        .stream()
        .filter(set -> owned(set, Set.of(uid(owner.object()))))
        .toList();
  }

  List<Pod> pods(Workload owner) {
    var owners =
        switch (owner) {
          case Workload.OfDeployment _ ->
              replicaSets(owner).stream().map(WorkloadObjects::uid).collect(Collectors.toSet());
          case Workload.OfStatefulSet _, Workload.OfDaemonSet _ -> Set.of(uid(owner.object()));
        };
    return read(
            Access.core("list", "pods"),
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabelSelector(owner.selector())
                    .list()
                    .getItems())
        .stream()
        .filter(pod -> owned(pod, owners))
        .toList();
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  private static boolean owned(HasMetadata object, Set<String> owners) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(ref -> owners.contains(ref.getUid()));
  }

  void rehearse(Workload changed) {
    read(changed.name().access("update"), () -> rehearsed(changed));
  }

  /** Between reading the version and sending it, a controller may have written the status. */
  private HasMetadata rehearsed(Workload changed) {
    for (var attempt = 1; ; attempt++) {
      try {
        return client.resource(changed.object()).inNamespace(namespace).dryRun().update();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == Changes.TRIES) {
          throw e;
        }
      }
    }
  }

  private <T> T read(Access access, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw failures.explain(new Failures.Request(access, false), e);
    }
  }
}
