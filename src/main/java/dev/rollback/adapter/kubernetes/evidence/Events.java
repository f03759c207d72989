package dev.rollback.adapter.kubernetes.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.LabelSelector;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts what a cluster tells of a workload. */
@Doc(
    "Counts what the cluster has told of a workload and its pods in a window: its events by reason"
        + " (BackOff, Unhealthy, FailedScheduling), and the containers that ended with an error"
        + " (OOMKilled, Error). Pods that are gone count as long as their events are kept.")
public record Events(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc(
            "How far back, by the API server's clock. An event that began before counts with all"
                + " times that it was seen: the API does not say when each was. Most clusters keep"
                + " events for an hour; a window that is longer than what is kept is inconclusive.")
        @Default("PT10M")
        Duration window,
    @Doc(
            "The reasons that are counted, as `kubectl get events` shows them; without any, all"
                + " warnings and all containers that ended with an error.")
        List<String> reasons)
    implements Check<Events.Values, KubernetesReader> {
  /** How long an API server keeps events where it is not told otherwise ({@code --event-ttl}). */
  private static final Duration KEPT = Duration.ofHours(1);

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Za-z0-9]*");

  /** What is read. */
  @Doc("What the cluster has told.")
  public record Values(
      @Doc("How often in all.") int count,
      @Doc("How often each reason; those that `reasons` names are there also with 0.")
          Map<String, Integer> counts,
      @Doc("The newest one: reason, object and message; empty where there is none.")
          String newest) {}

  /** Refuses what could never be found. */
  public Events {
    WorkloadName.of(deployment, statefulset, daemonset);
    if (!window.isPositive()) {
      throw new IllegalArgumentException("the window is " + window + "; it must be longer than 0");
    }
    reasons.stream()
        .filter(r -> !REASON.matcher(r).matches())
        .findFirst()
        .ifPresent(
            r -> {
              throw new IllegalArgumentException(
                  "'" + r + "' is no reason of an event: they are written like BackOff, OOMKilled");
            });
  }

  private WorkloadName workload() {
    return WorkloadName.of(deployment, statefulset, daemonset);
  }

  @Override
  public Target target() {
    return Target.of(workload().toString());
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements() {
    return Stream.concat(
            Access.toReadPods(workload()).stream(),
            Stream.of(ObjectKind.EVENT.access("list", "").requirement()))
        .toList();
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("count == 0");
  }

  @Override
  public Reading<Values> read(KubernetesReader system) {
    var objects = system.objects();
    var now = objects.now();
    var from = now.minus(window);
    var owner = system.workload(workload());
    var pods = system.pods(owner);
    var relation = EventRelation.of(owner, pods, system);
    var events = objects.list(ObjectKind.EVENT, LabelSelector.ALL);
    var found =
        Stream.concat(
                events.stream().filter(relation::holds).map(Occurrence::of),
                pods.stream().flatMap(Occurrence::ends))
            .filter(o -> !o.last().isBefore(from))
            .filter(this::isCounted)
            .toList();
    var values = values(found, now);
    return covers(events, from)
        ? new Reading.Values<>(values)
        : new Reading.Nothing<>(
            "no event in namespace %s is as old as the window of %s: most clusters keep events for"
                    .formatted(system.namespace(), Spans.text(window))
                + " an hour. Found in what is kept: %d%s"
                    .formatted(
                        values.count(),
                        values.newest().isEmpty() ? "." : ", the newest " + values.newest()));
  }

  private boolean isCounted(Occurrence o) {
    return reasons.isEmpty() ? o.bad() : reasons.contains(o.reason());
  }

  /** How long they are kept is not told; one that is older than the window proves it. */
  private boolean covers(List<JsonNode> events, Instant from) {
    return window.compareTo(KEPT) <= 0
        || events.stream().map(Occurrence::of).anyMatch(o -> !o.last().isAfter(from));
  }

  private Values values(List<Occurrence> found, Instant now) {
    var counts = new TreeMap<String, Integer>();
    reasons.forEach(r -> counts.put(r, 0));
    found.forEach(o -> counts.merge(o.reason(), o.count(), Integer::sum));
    return new Values(
        found.stream().mapToInt(Occurrence::count).sum(),
        counts,
        found.stream()
            .max(Comparator.comparing(Occurrence::last))
            .map(o -> newest(o, now))
            .orElse(""));
  }

  private static String newest(Occurrence o, Instant now) {
    return "%s of %s, %s ago: %s"
        .formatted(
            o.reason(), o.object(), Spans.text(Duration.between(o.last(), now)), o.message());
  }
}
