package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A cluster of one node in this JVM: the API over HTTP, its controllers, and the pods. */
public final class Cluster implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  private final ObjectMapper json;
  private final ObjectStore store;
  private final AccessRules access = new AccessRules();
  private final Kubelet kubelet;
  private final Controllers controllers;
  private final ApiServer api;

  private Cluster(ObjectMapper json, ContainerRuntime runtime, Clock clock, Supplier<String> ids)
      throws IOException {
    this.json = json;
    this.store = new ObjectStore(clock, ids);
    PodLogs logs = new PodLogs(store);
    this.kubelet = new Kubelet(store, runtime, logs, clock);
    this.api = new ApiServer(json, store, access, logs);
    this.controllers = new Controllers(store, kubelet, clock);
  }

  /**
   * Starts a cluster on a free port of the loopback address, with the namespaces {@code default}
   * and {@code kube-system}.
   *
   * @param runtime runs the containers of all pods
   * @param ids gives a UUID for each object
   * @throws IOException when no port can be bound
   */
  public static Cluster start(ContainerRuntime runtime, Clock clock, Supplier<String> ids)
      throws IOException {
    Cluster cluster = new Cluster(new ObjectMapper(), runtime, clock, ids);
    cluster.createNamespace("default");
    cluster.createNamespace("kube-system");
    return cluster;
  }

  /** The address of the API. */
  public URI uri() {
    return api.uri();
  }

  /** What may be done; to be changed at any time. */
  public AccessRules access() {
    return access;
  }

  /** Every write that came in over HTTP, in order; those of the controllers are not among them. */
  public List<SeenWrite> writes() {
    return api.writes();
  }

  /** Those of them that are about one resource: {@code deployments.apps}. */
  public List<SeenWrite> writes(String resource) {
    return writes().stream().filter(w -> w.resource().equals(resource)).toList();
  }

  /**
   * Serves the custom resources of a group: {@code argoproj.io}, {@code keda.sh}, {@code
   * kustomize.toolkit.fluxcd.io} or {@code helm.toolkit.fluxcd.io}. Their controllers do not run.
   */
  public void install(String group) {
    api.install(group);
  }

  /** Adds a namespace, from inside: not counted among the writes. */
  public void createNamespace(String name) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace
        .putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("kubernetes.io/metadata.name", name);
    namespace.putObject("status").put("phase", "Active");
    store.create(ResourceType.NAMESPACES, "", namespace, false);
  }

  /**
   * Adds an object from inside: not counted among the writes.
   *
   * @param namespace where to
   * @param object its JSON, of a kind that the API knows
   * @throws IllegalArgumentException when it is not
   */
  public void create(String namespace, String object) {
    ObjectNode body = parse(object);
    ResourceType type = typeOf(body);
    store.create(type, namespace, Defaults.apply(type, body), false);
  }

  /**
   * Changes an object from inside by a strategic merge patch: not counted among the writes.
   *
   * @param kind such as {@code Deployment}
   * @param patch its JSON
   * @throws IllegalArgumentException when the kind or the patch is unknown
   */
  public void patch(String kind, String namespace, String name, String patch) {
    ResourceType type = typeOf(kind);
    ObjectNode body = parse(patch);
    store.update(
        type,
        namespace,
        name,
        ObjectStore.Part.MAIN,
        false,
        now -> Defaults.apply(type, StrategicMerge.apply(body, now)));
  }

  /** An object as JSON, to be read only. Throws {@link IllegalArgumentException} if not there. */
  public JsonNode get(String kind, String namespace, String name) {
    return store
        .find(typeOf(kind), namespace, name)
        .orElseThrow(() -> new IllegalArgumentException("no " + kind + " " + name));
  }

  /** The pods that a Service selects, as JSON, to be read only. */
  public List<JsonNode> pods(String namespace, String service) {
    return kubelet.selected(namespace, service).<JsonNode>map(pod -> pod).toList();
  }

  /** Whether a Deployment has rolled out completely: all pods are of its template and available. */
  public boolean rolledOut(String namespace, String deployment) {
    JsonNode object = get("Deployment", namespace, deployment);
    int wanted = Workloads.replicas(object);
    return object.at("/status/observedGeneration").equals(object.at("/metadata/generation"))
        && Workloads.status(object, "updatedReplicas") == wanted
        && Workloads.status(object, "replicas") == wanted
        && Workloads.status(object, "availableReplicas") == wanted;
  }

  /**
   * Waits until a condition about this cluster holds; asked again after every change.
   *
   * @return false when it did not hold within {@code limit}
   */
  public boolean await(BooleanSupplier condition, Duration limit) {
    Semaphore changes = new Semaphore(0);
    Consumer<ChangeEvent> listener = event -> changes.release();
    store.listen(store.version(), listener);
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        changes.drainPermits();
        // A change may have come between the question and the drain: ask once more by the clock.
        long left = Math.min(deadline - System.nanoTime(), LONGEST_WAIT.toNanos());
        if (left <= 0) {
          return false;
        }
        changes.tryAcquire(left, TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      store.unlisten(listener);
    }
  }

  /** Where the ready pods of a Service serve HTTP. */
  public List<URI> endpoints(String namespace, String service) {
    return kubelet.endpoints(namespace, service);
  }

  /** Where all of its pods serve HTTP that run, ready or not: who scrapes them asks each. */
  public List<URI> running(String namespace, String service) {
    return kubelet.running(namespace, service);
  }

  /** Ends the watches, the controllers and all pods. */
  @Override
  public void close() {
    controllers.close();
    api.close();
    kubelet.close();
  }

  private static ResourceType typeOf(JsonNode body) {
    return typeOf(body.path("kind").asText());
  }

  private static ResourceType typeOf(String kind) {
    for (ResourceType type : ResourceType.values()) {
      if (type.kind().equals(kind)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown kind: " + kind);
  }

  private ObjectNode parse(String text) {
    try {
      return (ObjectNode) json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
