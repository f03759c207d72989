package dev.rollback.adapter.kubernetes;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which workload of a namespace is meant. Its text is {@code statefulset/grid-db}. */
public record WorkloadName(WorkloadKind kind, String name) {
  /** Refuses what no API server would take, before it is asked. */
  public WorkloadName {
    ObjectName.check(kind.word(), name);
  }

  /** A deployment. */
  public static WorkloadName deployment(String name) {
    return new WorkloadName(WorkloadKind.DEPLOYMENT, name);
  }

  /** A stateful set. */
  public static WorkloadName statefulSet(String name) {
    return new WorkloadName(WorkloadKind.STATEFUL_SET, name);
  }

  /** A daemon set. */
  public static WorkloadName daemonSet(String name) {
    return new WorkloadName(WorkloadKind.DAEMON_SET, name);
  }

  /**
   * The one that is written, of the inputs that name one.
   *
   * @throws IllegalArgumentException in words for who wrote them, when it is none or several
   */
  public static WorkloadName of(
      Optional<String> deployment, Optional<String> statefulset, Optional<String> daemonset) {
    return one(
        Stream.of(
                deployment.map(WorkloadName::deployment),
                statefulset.map(WorkloadName::statefulSet),
                daemonset.map(WorkloadName::daemonSet))
            .flatMap(Optional::stream)
            .toList(),
        WorkloadKind.values());
  }

  /** The same where a daemon set has no place. */
  public static WorkloadName of(Optional<String> deployment, Optional<String> statefulset) {
    return one(
        Stream.of(
                deployment.map(WorkloadName::deployment),
                statefulset.map(WorkloadName::statefulSet))
            .flatMap(Optional::stream)
            .toList(),
        WorkloadKind.DEPLOYMENT,
        WorkloadKind.STATEFUL_SET);
  }

  private static WorkloadName one(java.util.List<WorkloadName> written, WorkloadKind... kinds) {
    if (written.size() > 1) {
      throw new IllegalArgumentException(
          "only one workload can be meant, and there are several: "
              + written.stream().map(WorkloadName::toString).collect(Collectors.joining(", ")));
    }
    var keys = Arrays.stream(kinds).map(k -> "`" + k.word() + "`").toList();
    return written.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload is named: write "
                        + String.join(", ", keys.subList(0, keys.size() - 1))
                        + " or "
                        + keys.getLast()));
  }

  /**
   * A permission to do something with it.
   *
   * @param verb as the API server names it: {@code get}, {@code update} …
   */
  public Access access(String verb) {
    return new Access(verb, "apps", kind.plural(), name);
  }

  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
