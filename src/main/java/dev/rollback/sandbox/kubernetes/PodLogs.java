package dev.rollback.sandbox.kubernetes;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The output of the containers: of the present one and of the one before it, for each pod. */
final class PodLogs {
  private static final int LINES = 2_000;

  private static final class Output {
    private final Deque<String> present = new ArrayDeque<>();
    private List<String> previous = List.of();

    synchronized void add(String line) {
      present.addLast(line);
      if (present.size() > LINES) {
        present.removeFirst();
      }
    }

    synchronized void restart() {
      previous = List.copyOf(present);
      present.clear();
    }

    synchronized List<String> lines(boolean ofPrevious) {
      Collection<String> lines = ofPrevious ? previous : present;
      // Between two attempts the last words of the container that ended are what there is.
      return List.copyOf(lines.isEmpty() ? previous : lines);
    }
  }

  private final Map<String, Output> outputs = new ConcurrentHashMap<>();
  private final ObjectStore store;

  PodLogs(ObjectStore store) {
    this.store = store;
  }

  void add(String podUid, String line) {
    output(podUid).add(line);
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
    var pod = store.get(ResourceType.PODS, path.namespace(), path.name());
    List<String> lines = output(Workloads.uid(pod)).lines(request.flag("previous"));
    if (lines.isEmpty() && request.flag("previous")) {
      throw ApiException.badRequest(
          "previous terminated container in pod \"" + path.name() + "\" not found");
    }
    String tail = request.parameter("tailLines");
    int skip = tail.isEmpty() ? 0 : Math.max(0, lines.size() - Integer.parseInt(tail));
    return lines.stream().skip(skip).map(l -> l + "\n").collect(Collectors.joining());
  }

  private Output output(String podUid) {
    return outputs.computeIfAbsent(podUid, ignored -> new Output());
  }
}
