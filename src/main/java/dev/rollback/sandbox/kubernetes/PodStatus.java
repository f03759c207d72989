package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** Writes the status of one pod. */
final class PodStatus {
  /** Where the container really listens: in the sandbox all pods share one host. */
  static final String ADDRESS = "sandbox.rollback.dev/address";

  private final ObjectStore store;
  private final ObjectNode pod;
  private final Clock clock;

  PodStatus(ObjectStore store, ObjectNode pod, Clock clock) {
    this.store = store;
    this.pod = pod;
    this.clock = clock;
  }

  void running(int restarts, boolean ready, URI address) {
    write(
        "Running",
        ready,
        address.getAuthority(),
        container -> {
          container.put("restartCount", restarts).put("ready", ready).put("started", true);
          ObjectNode running = container.putObject("state").putObject("running");
          running.put("startedAt", pod.at("/metadata/creationTimestamp").asText());
        });
  }

  void cannotBeConfigured(String message) {
    write(
        "Pending",
        false,
        "",
        container -> {
          container.put("restartCount", 0).put("ready", false).put("started", false);
          waiting(container, "CreateContainerConfigError", message);
        });
  }

  void crashed(int restarts, Instant started, ContainerRuntime.Exited exit, Duration backOff) {
    write(
        "Running",
        false,
        "",
        container -> {
          container.put("restartCount", restarts).put("ready", false).put("started", false);
          waiting(
              container,
              "CrashLoopBackOff",
              "back-off %dms restarting failed container=%s pod=%s"
                  .formatted(
                      backOff.toMillis(), container.path("name").asText(), Workloads.name(pod)));
          ObjectNode terminated = container.putObject("lastState").putObject("terminated");
          terminated.put("exitCode", exit.code()).put("reason", exit.reason());
          terminated.put("startedAt", seconds(started)).put("finishedAt", seconds(clock.instant()));
        });
  }

  private static void waiting(ObjectNode container, String reason, String message) {
    ObjectNode waiting = container.putObject("state").putObject("waiting");
    waiting.put("reason", reason).put("message", message);
  }

  private void write(
      String phase, boolean ready, String address, Consumer<ObjectNode> containerState) {
    store.update(
        ResourceType.PODS,
        Workloads.namespace(pod),
        Workloads.name(pod),
        ObjectStore.Part.ALL,
        false,
        now -> {
          JsonNode old = now.path("status");
          ObjectNode status = now.objectNode();
          status.put("phase", phase);
          conditions(old, status.putArray("conditions"), ready);
          status.put("hostIP", "127.0.0.1").put("podIP", "127.0.0.1");
          status.put("startTime", pod.at("/metadata/creationTimestamp").asText());
          ObjectNode container = status.putArray("containerStatuses").addObject();
          container.put("name", pod.at("/spec/containers/0/name").asText());
          container.put("image", pod.at("/spec/containers/0/image").asText());
          container.put("imageID", "");
          // What ended last stays known while the next attempt runs.
          if (old.at("/containerStatuses/0/lastState") instanceof ObjectNode last) {
            container.set("lastState", last);
          }
          containerState.accept(container);
          now.set("status", status);
          if (!address.isEmpty()) {
            now.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(ADDRESS, address);
          }
          return now;
        });
  }

  private void conditions(JsonNode old, ArrayNode conditions, boolean ready) {
    condition(old, conditions, "PodScheduled", true);
    condition(old, conditions, "Initialized", true);
    for (String type : List.of("ContainersReady", "Ready")) {
      condition(old, conditions, type, ready);
    }
  }

  private void condition(JsonNode old, ArrayNode conditions, String type, boolean holds) {
    String value = holds ? "True" : "False";
    String since =
        old.path("conditions")
            .valueStream()
            .filter(c -> Workloads.is(c, "type", type) && Workloads.is(c, "status", value))
            .map(c -> c.path("lastTransitionTime").asText())
            .findFirst()
            .orElseGet(() -> seconds(clock.instant()));
    conditions.addObject().put("type", type).put("status", value).put("lastTransitionTime", since);
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
