package dev.rollback.adapter.kubernetes.evidence;

import dev.rollback.action.Capture;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.kubernetes.Access;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.adapter.kubernetes.WorkloadName;
import dev.rollback.shape.Alternative;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps what a cluster knows of a workload. */
@Doc(
    "Keeps the logs of all pods of a workload, of all their containers and of the runs before a"
        + " restart, the workload's events, and the objects themselves. Values of Secrets are not"
        + " read, and literal values of the environment whose names look like secrets are masked.")
public record Snapshot(
    @Doc("The deployment.") @Alternative Optional<String> deployment,
    @Doc("The stateful set.") @Alternative Optional<String> statefulset,
    @Doc("The daemon set.") @Alternative Optional<String> daemonset,
    @Doc("How many pods' logs are kept at most: first of those that do not serve.") @Default("50")
        int pods,
    @Doc("How many lines are kept of each log: the newest.") @Default("20000") int lines,
    @Doc("How much is kept of each log at most.") @Default("16") int megabytes)
    implements Capture<KubernetesReader> {
  private static final int MOST_PODS = 1000;
  private static final int MOST_LINES = 1_000_000;
  private static final int MOST_MEGABYTES = 64;

  /** Refuses what could never be read. */
  public Snapshot {
    WorkloadName.of(deployment, statefulset, daemonset);
    check("pods", pods, MOST_PODS);
    check("lines", lines, MOST_LINES);
    check("megabytes", megabytes, MOST_MEGABYTES);
  }

  private static void check(String key, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("%s is %d; it can be 1 to %d".formatted(key, value, most));
    }
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
            Stream.of(Access.core("get", "pods/log"), ObjectKind.EVENT.access("list", ""))
                .map(Access::requirement))
        .toList();
  }

  @Override
  public String preview() {
    return "the logs of %s: the newest %,d lines of each container and of the run before its"
            .formatted(workload(), lines)
        + " restart, of at most %d pods; its events; the workload and its pods".formatted(pods);
  }

  @Override
  public String collect(KubernetesReader system, Files files) {
    var collector = new SnapshotCollector(workload(), system, files);
    collector.objects();
    collector.events();
    collector.logs(pods, lines, megabytes << 20);
    return collector.note();
  }
}
