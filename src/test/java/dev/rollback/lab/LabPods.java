package dev.rollback.lab;

import dev.rollback.contract.LabNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pods of the service as the cluster has them now: for who balances its load, and for the lab's
 * Prometheus, as service discovery tells it in a real cluster.
 */
final class LabPods implements ResourceEventHandler<Pod>, AutoCloseable {
  static final int PORT = 8000;

  private final SharedIndexInformer<Pod> pods;

  LabPods(LabNamespace namespace, String app) {
    this.pods =
        namespace.admin().pods().inNamespace(namespace.name()).withLabel("app", app).inform();
  }

  /** From now on Prometheus is told whenever a pod is there, has changed or is gone. */
  void discover() {
    pods.addEventHandler(this);
  }

  /** Those that take requests. */
  List<URI> ready() {
    return running().filter(LabPods::ready).map(LabPods::address).toList();
  }

  @Override
  public void onAdd(Pod pod) {
    scrape();
  }

  @Override
  public void onUpdate(Pod before, Pod after) {
    scrape();
  }

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    scrape();
  }

  @Override
  public void close() {
    pods.close();
    tell(List.of());
  }

  /** Ready or not: the sandbox scrapes those, too. */
  private void scrape() {
    tell(running().map(LabPods::address).toList());
  }

  private Stream<Pod> running() {
    return pods.getStore().list().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()));
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static URI address(Pod pod) {
    return URI.create("http://" + pod.getStatus().getPodIP() + ":" + PORT);
  }

  private static void tell(List<URI> pods) {
    var targets =
        pods.stream()
            .map(pod -> "{\"targets\": [\"" + pod.getAuthority() + "\"]}")
            .collect(Collectors.joining(",", "[", "]\n"));
    try {
      var file =
          Optional.ofNullable(System.getenv("ROLLBACK_LAB_PROMETHEUS_TARGETS")).orElseThrow();
      Files.writeString(Path.of(file), targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
