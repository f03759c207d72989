package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The output of the containers: of the present one and of the one before it, for each pod. */
final class PodLogs {
  private static final int LINES = 2_000;

  private record Line(Instant at, String text) {}

  private static final class Output {
    private final Deque<Line> present = new ArrayDeque<>();
    private List<Line> previous = List.of();

    synchronized void add(Line line) {
      present.addLast(line);
      if (present.size() > LINES) {
        present.removeFirst();
      }
    }

    synchronized void restart() {
      previous = List.copyOf(present);
      present.clear();
    }

    synchronized List<Line> lines(boolean ofPrevious) {
      Collection<Line> lines = ofPrevious ? previous : present;
      // Between two attempts the last words of the container that ended are what there is.
      return List.copyOf(lines.isEmpty() ? previous : lines);
    }
  }

  private final Map<String, Output> outputs = new ConcurrentHashMap<>();
  private final ObjectStore store;

  PodLogs(ObjectStore store) {
    this.store = store;
  }

  void add(String podUid, Instant at, String line) {
    output(podUid).add(new Line(at, line));
  }

  /** What was written until now becomes the log of the previous container. */
  void restart(String podUid) {
    output(podUid).restart();
  }

  void forget(String podUid) {
    outputs.remove(podUid);
  }

  /** Answers {@code GET …/pods/NAME/log}. */
  String read(ApiPath path, ApiRequest request) {
    JsonNode pod = store.get(ResourceType.PODS, path.namespace(), path.name());
    requireStarted(pod, request.parameter("container"));
    List<Line> lines = output(Workloads.uid(pod)).lines(request.flag("previous"));
    if (lines.isEmpty() && request.flag("previous")) {
      throw ApiException.badRequest(
          "previous terminated container in pod \"" + path.name() + "\" not found");
    }
    List<Line> since = lines.stream().filter(l -> !l.at().isBefore(since(request))).toList();
    String tail = request.parameter("tailLines");
    int skip = tail.isEmpty() ? 0 : Math.max(0, since.size() - Integer.parseInt(tail));
    boolean timed = request.flag("timestamps");
    return limited(
        since.stream()
            .skip(skip)
            .map(l -> (timed ? l.at() + " " : "") + l.text() + "\n")
            .collect(Collectors.joining()),
        request.parameter("limitBytes"));
  }

  private static void requireStarted(JsonNode pod, String container) {
    String only = pod.at("/spec/containers/0/name").asText();
    if (!container.isEmpty() && !container.equals(only)) {
      throw ApiException.badRequest(
          "container %s is not valid for pod %s".formatted(container, Workloads.name(pod)));
    }
    JsonNode status = pod.at("/status/containerStatuses/0");
    if (!status.at("/state/running").isObject()
        && !status.at("/state/terminated").isObject()
        && !status.at("/lastState/terminated").isObject()) {
      throw ApiException.badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(
                  only,
                  Workloads.name(pod),
                  status.at("/state/waiting/reason").asText("ContainerCreating")));
    }
  }

  /** In full seconds, as the real server hands it on. */
  private static Instant since(ApiRequest request) {
    String since = request.parameter("sinceTime");
    try {
      return since.isEmpty()
          ? Instant.MIN
          : Instant.parse(since).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw ApiException.badRequest("parsing time \"" + since + "\": " + e.getMessage());
    }
  }

  private static String limited(String text, String limit) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return limit.isEmpty() || bytes.length <= Integer.parseInt(limit)
        ? text
        : new String(Arrays.copyOf(bytes, Integer.parseInt(limit)), StandardCharsets.UTF_8);
  }

  private Output output(String podUid) {
    return outputs.computeIfAbsent(podUid, ignored -> new Output());
  }
}
