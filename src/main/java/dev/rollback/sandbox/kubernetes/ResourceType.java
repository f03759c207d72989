package dev.rollback.sandbox.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The resources that this API serves; a request for any other is answered 404. */
enum ResourceType {
  NAMESPACES("", "v1", "namespaces", "Namespace", false, "ns"),
  NODES("", "v1", "nodes", "Node", false, "no"),
  PODS("", "v1", "pods", "Pod", true, "po"),
  SECRETS("", "v1", "secrets", "Secret", true, ""),
  CONFIG_MAPS("", "v1", "configmaps", "ConfigMap", true, "cm"),
  SERVICES("", "v1", "services", "Service", true, "svc"),
  EVENTS("", "v1", "events", "Event", true, "ev"),
  DEPLOYMENTS("apps", "v1", "deployments", "Deployment", true, "deploy"),
  REPLICA_SETS("apps", "v1", "replicasets", "ReplicaSet", true, "rs"),
  STATEFUL_SETS("apps", "v1", "statefulsets", "StatefulSet", true, "sts"),
  DAEMON_SETS("apps", "v1", "daemonsets", "DaemonSet", true, "ds"),
  LEASES("coordination.k8s.io", "v1", "leases", "Lease", true, ""),
  NETWORK_POLICIES("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, "netpol"),
  HORIZONTAL_POD_AUTOSCALERS(
      "autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, "hpa"),
  SCALED_OBJECTS("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject", true, "so"),
  APPLICATIONS("argoproj.io", "v1alpha1", "applications", "Application", true, "app"),
  KUSTOMIZATIONS(
      "kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization", true, "ks"),
  HELM_RELEASES("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease", true, "hr");

  private final String group;
  private final String version;
  private final String plural;
  private final String kind;
  private final boolean namespaced;
  private final String shortName;

  ResourceType(
      String group,
      String version,
      String plural,
      String kind,
      boolean namespaced,
      String shortName) {
    this.group = group;
    this.version = version;
    this.plural = plural;
    this.kind = kind;
    this.namespaced = namespaced;
    this.shortName = shortName;
  }

  static Optional<ResourceType> find(String group, String version, String plural) {
    return Arrays.stream(values())
        .filter(t -> t.group.equals(group) && t.version.equals(version) && t.plural.equals(plural))
        .findFirst();
  }

  String group() {
    return group;
  }

  String version() {
    return version;
  }

  /** What objects of this type say in {@code apiVersion}. */
  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String plural() {
    return plural;
  }

  String kind() {
    return kind;
  }

  boolean namespaced() {
    return namespaced;
  }

  List<String> shortNames() {
    return shortName.isEmpty() ? List.of() : List.of(shortName);
  }

  /** The name in messages: {@code deployments.apps}, {@code pods}. */
  String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Whether the type has a {@code spec} whose changes are counted in {@code generation}. */
  boolean hasGeneration() {
    return group.equals("apps") || this == NETWORK_POLICIES || installed();
  }

  /** Whether its objects have a {@code status} that is written at {@code /status}. */
  boolean hasStatus() {
    return switch (this) {
      case NAMESPACES, NODES, PODS, SERVICES -> true;
      case DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS -> true;
      case HORIZONTAL_POD_AUTOSCALERS -> true;
      case SCALED_OBJECTS, APPLICATIONS, KUSTOMIZATIONS, HELM_RELEASES -> true;
      case SECRETS, CONFIG_MAPS, EVENTS, LEASES, NETWORK_POLICIES -> false;
    };
  }

  /** Whether it is of a custom resource: served where its controller is installed. */
  boolean installed() {
    return switch (this) {
      case SCALED_OBJECTS, APPLICATIONS, KUSTOMIZATIONS, HELM_RELEASES -> true;
      case NAMESPACES, NODES, PODS, SECRETS, CONFIG_MAPS, SERVICES, EVENTS, LEASES -> false;
      case DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS -> false;
      case HORIZONTAL_POD_AUTOSCALERS, NETWORK_POLICIES -> false;
    };
  }

  /** Whether a PUT to a name that does not exist makes an object of that name. */
  boolean createdByUpdate() {
    return this == LEASES;
  }

  /** Whether replicas can be read and set at {@code /scale}. */
  boolean scalable() {
    return this == DEPLOYMENTS || this == REPLICA_SETS || this == STATEFUL_SETS;
  }
}
