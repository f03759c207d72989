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
  String what() {
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

  static Access deployment(String verb, String name) {
    return new Access(verb, "apps", "deployments", name);
  }

  static Access core(String verb, String resource) {
    return new Access(verb, "", resource, "");
  }

  /** What following a deployment's rollout needs. */
  static List<Requirement<KubernetesReader>> toFollow(String deployment) {
    return Stream.of(
            deployment("get", deployment),
            new Access("list", "apps", "replicasets", ""),
            core("list", "pods"),
            core("get", "pods/log"))
        .map(Access::requirement)
        .toList();
  }

  /** What changing a deployment and following its rollout needs. */
  static List<Requirement<KubernetesReader>> toChange(String deployment) {
    return Stream.concat(
            toFollow(deployment).stream(),
            Stream.of(deployment("update", deployment).requirement()))
        .toList();
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

  Requirement<KubernetesReader> requirement() {
    return Requirement.both(what(), reader -> reader.mayI(this));
  }
}
