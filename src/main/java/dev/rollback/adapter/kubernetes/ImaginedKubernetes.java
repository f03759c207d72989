package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Requirement;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace as it would be after changes that nobody makes: each object is read once, and changed
 * in memory as the API server would change it. What a change will have done by the time that the
 * next step has its turn is done at once: the rollout is complete.
 */
final class ImaginedKubernetes implements KubernetesWriter {
  private final KubernetesReader live;
  private final Map<WorkloadName, Workload> workloads = new HashMap<>();
  private final Map<WorkloadName, List<Workload>> rolledOut = new HashMap<>();
  private final Map<String, JsonNode> controllers = new HashMap<>();
  private final Map<String, KubernetesWriter> elsewhere = new HashMap<>();
  private final ImaginedObjects objects;

  ImaginedKubernetes(KubernetesReader live) {
    this.live = live;
    this.objects = new ImaginedObjects(live.objects());
  }

  @Override
  public synchronized Workload workload(WorkloadName name) {
    return workloads.computeIfAbsent(name, live::workload).copy();
  }

  @Override
  public synchronized boolean update(Workload changed) {
    var name = changed.name();
    var now = workload(name);
    var version = now.metadata().getResourceVersion();
    if (!version.equals(changed.metadata().getResourceVersion())) {
      return false;
    }
    var next = changed.copy();
    if (!next.specifiedAs(now)) {
      next.metadata().setGeneration(now.metadata().getGeneration() + 1);
    }
    next.metadata().setResourceVersion(version + "+");
    if (!next.paused()) {
      rolledOut.computeIfAbsent(name, _ -> new ArrayList<>()).add(next);
    }
    workloads.put(name, ImaginedRollout.of(next));
    return true;
  }

  @Override
  public synchronized List<Revision> revisions(Workload owner) {
    var all = live.revisions(owner);
    for (var next : rolledOut.getOrDefault(owner.name(), List.of())) {
      all = ImaginedRollout.revised(all, next);
    }
    return all;
  }

  @Override
  public List<Pod> pods(Workload owner) {
    return live.pods(owner);
  }

  @Override
  public List<String> log(Pod pod, String container, boolean previous, int lines) {
    return live.log(pod, container, previous, lines);
  }

  @Override
  public String namespace() {
    return live.namespace();
  }

  @Override
  public synchronized KubernetesWriter in(String namespace) {
    return namespace.equals(namespace())
        ? this
        : elsewhere.computeIfAbsent(namespace, n -> new ImaginedKubernetes(live.in(n)));
  }

  @Override
  public synchronized ControllerLookup controllers(ControllerKind kind) {
    return imagined(kind, live.controllers(kind));
  }

  @Override
  public synchronized ControllerLookup controllers(ControllerKind kind, String name) {
    return imagined(kind, live.controllers(kind, name));
  }

  private ControllerLookup imagined(ControllerKind kind, ControllerLookup found) {
    return switch (found) {
      case ControllerLookup.Found(var objects) ->
          new ControllerLookup.Found(
              objects.stream()
                  .map(o -> controllers.getOrDefault(key(kind, o.at("/metadata/name").asText()), o))
                  .toList());
      case ControllerLookup.NotServed _, ControllerLookup.Forbidden _ -> found;
    };
  }

  private static String key(ControllerKind kind, String name) {
    return kind.object(name);
  }

  @Override
  public synchronized JsonNode controller(ControllerKind kind, String name) {
    return controllers
        .computeIfAbsent(key(kind, name), _ -> live.controller(kind, name))
        .deepCopy();
  }

  /** The server judges the whole object, with what earlier steps will have made of it. */
  @Override
  public synchronized boolean rehearse(ControllerKind kind, JsonNode changed) {
    var name = changed.at("/metadata/name").asText();
    var next = (ObjectNode) changed.deepCopy();
    // The version is the live one's: an imagined one is none that the server knows.
    next.withObjectProperty("metadata")
        .set("resourceVersion", live.controller(kind, name).at("/metadata/resourceVersion"));
    return live.rehearse(kind, next);
  }

  @Override
  public synchronized boolean update(ControllerKind kind, JsonNode changed) {
    var name = changed.at("/metadata/name").asText();
    var version = controller(kind, name).at("/metadata/resourceVersion").asText();
    if (!version.equals(changed.at("/metadata/resourceVersion").asText())) {
      return false;
    }
    var next = (ObjectNode) changed.deepCopy();
    next.withObjectProperty("metadata").put("resourceVersion", version + "+");
    controllers.put(key(kind, name), next);
    return true;
  }

  @Override
  public Requirement.Finding mayI(Access access) {
    return live.mayI(access);
  }

  /** The server judges the whole object, with what earlier steps will have made of it. */
  @Override
  public void rehearse(Workload changed) {
    live.rehearse(changed);
  }

  @Override
  public Optional<Lease> lease(String name) {
    return live.lease(name);
  }

  @Override
  public boolean create(Lease lease) {
    throw noAction();
  }

  @Override
  public boolean update(Lease changed) {
    throw noAction();
  }

  private static IllegalStateException noAction() {
    return new IllegalStateException("a lease is taken, and not imagined: no action writes one");
  }

  @Override
  public ConfigMapKeys configMapKeys(String name) {
    return live.configMapKeys(name);
  }

  @Override
  public Secrets secrets() {
    return live.secrets();
  }

  @Override
  public ObjectWriter objects() {
    return objects;
  }

  @Override
  public Sensitive secret(String name, String key) {
    return live.secret(name, key);
  }
}
