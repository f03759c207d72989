package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the pods: one worker for each pod that exists. */
final class Kubelet implements AutoCloseable {
  private final ObjectStore store;
  private final ContainerRuntime runtime;
  private final PodLogs logs;
  private final Clock clock;
  private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();

  Kubelet(ObjectStore store, ContainerRuntime runtime, PodLogs logs, Clock clock) {
    this.store = store;
    this.runtime = runtime;
    this.logs = logs;
    this.clock = clock;
  }

  /** Starts workers for new pods and stops those of deleted ones. */
  void reconcile() {
    Map<String, ObjectNode> pods =
        store.list(ResourceType.PODS, "", Selector.EVERYTHING).stream()
            .collect(Collectors.toMap(Workloads::uid, p -> p));
    pods.forEach(
        (uid, pod) ->
            workers.computeIfAbsent(
                uid, ignored -> PodWorker.start(pod, store, runtime, logs, clock)));
    for (String uid : Set.copyOf(workers.keySet())) {
      PodWorker worker = workers.get(uid);
      if (!pods.containsKey(uid) && worker != null) {
        workers.remove(uid);
        worker.stop();
        logs.forget(uid);
      }
    }
  }

  /** Where the ready pods serve that a Service selects; nothing when there is no such Service. */
  List<URI> endpoints(String namespace, String service) {
    return addresses(selected(namespace, service).filter(Workloads::ready));
  }

  /** Where all of them serve that run, ready or not. */
  List<URI> running(String namespace, String service) {
    return addresses(selected(namespace, service));
  }

  /** The pods that a Service selects; nothing when there is no such Service. */
  Stream<ObjectNode> selected(String namespace, String service) {
    return store.find(ResourceType.SERVICES, namespace, service).stream()
        .map(s -> s.at("/spec/selector"))
        .flatMap(
            selector ->
                store.list(ResourceType.PODS, namespace, Selector.EVERYTHING).stream()
                    .filter(pod -> hasLabels(pod, selector)));
  }

  private static boolean hasLabels(ObjectNode pod, JsonNode selector) {
    var labels = pod.at("/metadata/labels");
    return selector.properties().stream()
        .allMatch(e -> labels.path(e.getKey()).equals(e.getValue()));
  }

  private List<URI> addresses(Stream<ObjectNode> pods) {
    return pods.flatMap(pod -> Optional.ofNullable(workers.get(Workloads.uid(pod))).stream())
        .flatMap(worker -> worker.address().stream())
        .toList();
  }

  @Override
  public void close() {
    workers.values().forEach(PodWorker::stop);
    workers.values().forEach(PodWorker::join);
  }
}
