package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The kinds of objects that are read and written whole, as JSON. */
public enum ObjectKind {
  DEPLOYMENT("Deployment", "apps", "deployments"),
  STATEFUL_SET("StatefulSet", "apps", "statefulsets"),
  DAEMON_SET("DaemonSet", "apps", "daemonsets"),
  POD("Pod", "", "pods"),
  EVENT("Event", "", "events"),
  SECRET("Secret", "", "secrets"),
  NETWORK_POLICY("NetworkPolicy", "networking.k8s.io", "networkpolicies");

  private final String kind;
  private final String group;
  private final String plural;

  ObjectKind(String kind, String group, String plural) {
    this.kind = kind;
    this.group = group;
    this.plural = plural;
  }

  /** As it stands in {@code kind:} of an object. */
  String kind() {
    return kind;
  }

  /** As it stands in {@code apiVersion:} of an object; all of them are at version 1. */
  String apiVersion() {
    return group.isEmpty() ? "v1" : group + "/v1";
  }

  /** A permission to do something with one object of this kind, or, without a name, with all. */
  public Access access(String verb, String name) {
    return new Access(verb, group, plural, name);
  }

  /** {@code statefulset}: as a person names one of them. */
  String word() {
    return kind.toLowerCase(Locale.ROOT);
  }

  /** {@code statefulset/grid-db}. */
  public String object(String name) {
    return word() + "/" + name;
  }

  /** The kind of a workload. */
  public static ObjectKind of(WorkloadKind workload) {
    return switch (workload) {
      case DEPLOYMENT -> DEPLOYMENT;
      case STATEFUL_SET -> STATEFUL_SET;
      case DAEMON_SET -> DAEMON_SET;
    };
  }

  /** An object that nobody has made yet, with a label that says who will. */
  public ObjectNode create(String name) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion()).put("kind", kind);
    object
        .putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "rollback");
    return object;
  }

  /** The path of all of them in a namespace. */
  String path(String namespace) {
    return "%s/%s/namespaces/%s/%s"
        .formatted(group.isEmpty() ? "/api" : "/apis", apiVersion(), namespace, plural);
  }
}
