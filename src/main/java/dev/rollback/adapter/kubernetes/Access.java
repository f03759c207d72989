package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Requirement;
import java.util.List;
import java.util.stream.Stream;

/**
 * One permission in the connection's namespace, in the words of Kubernetes.
 *
 * @param group the API group; empty for the core group
 * @param resource the resource, plural, with its subresource: {@code pods/log}
 * @param name of one object; empty for all
 */
public record Access(String verb, String group, String resource, String name) {

  /** {@code update deployments.apps/grid-api}, as {@code kubectl auth can-i} takes it. */
  public String what() {
    return verb + " " + fullResource() + (name.isEmpty() ? "" : "/" + name);
  }

  /** {@code deployments.apps}, {@code pods/log}. */
  String fullResource() {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  String roleName() {
    return verb + "-" + resource.replace('/', '-');
  }

  String plainResource() {
    return resource.replaceFirst("/.*", "");
  }

  String subresource() {
    return resource.contains("/") ? resource.replaceFirst("[^/]*/", "") : "";
  }

  /** A permission for objects of the core API group, whose name is empty. */
  public static Access core(String verb, String resource) {
    return new Access(verb, "", resource, "");
  }

  /** What following a workload's rollout needs. */
  public static List<Requirement<KubernetesReader>> toFollow(WorkloadName workload) {
    return requirements(following(workload));
  }

  private static Stream<Access> following(WorkloadName workload) {
    var pods = Stream.of(workload.access("get"), core("list", "pods"), core("get", "pods/log"));
    return switch (workload.kind()) {
      case DEPLOYMENT, DAEMON_SET -> Stream.concat(pods, Stream.of(revisions(workload.kind())));
      case STATEFUL_SET -> pods; // Its status names its newest revision.
    };
  }

  /** What reading a workload and its pods needs. */
  public static List<Requirement<KubernetesReader>> toReadPods(WorkloadName workload) {
    var own = Stream.of(workload.access("get"), core("list", "pods"));
    return requirements(
        switch (workload.kind()) {
          case DEPLOYMENT -> Stream.concat(own, Stream.of(revisions(workload.kind())));
          case STATEFUL_SET, DAEMON_SET -> own; // They own their pods themselves.
        });
  }

  /** What changing a workload and following its rollout needs. */
  public static List<Requirement<KubernetesReader>> toChange(WorkloadName workload) {
    return requirements(Stream.concat(following(workload), Stream.of(workload.access("update"))));
  }

  /** What changing a workload to a template that it had needs. */
  public static List<Requirement<KubernetesReader>> toGoBack(WorkloadName workload) {
    return requirements(
        Stream.concat(
                following(workload),
                Stream.of(workload.access("update"), revisions(workload.kind())))
            .distinct());
  }

  private static List<Requirement<KubernetesReader>> requirements(Stream<Access> needed) {
    return needed.map(Access::requirement).toList();
  }

  /** Listing the objects in which the controller of such workloads keeps their templates. */
  public static Access revisions(WorkloadKind kind) {
    return new Access(
        "list",
        "apps",
        switch (kind) {
          case DEPLOYMENT -> "replicasets";
          case STATEFUL_SET, DAEMON_SET -> "controllerrevisions";
        },
        "");
  }

  static Access lease(String verb, String name) {
    return new Access(verb, "coordination.k8s.io", "leases", name);
  }

  /** What reading and writing one lease needs; creating cannot be granted for one name. */
  static List<Requirement<KubernetesReader>> toLease(String name) {
    return Stream.of(lease("get", name), lease("create", ""), lease("update", name))
        .map(Access::requirement)
        .toList();
  }

  /** As what a step needs, asked of the server by SelfSubjectAccessReview. */
  public Requirement<KubernetesReader> requirement() {
    return Requirement.both(what(), reader -> reader.mayI(this));
  }
}
