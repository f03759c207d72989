package dev.rollback.adapter.kubernetes;

import java.util.Locale;

/** The kinds of objects that run pods of one template. */
public enum WorkloadKind {
  /** Interchangeable pods. */
  DEPLOYMENT("Deployment", "deployments"),
  /** Numbered pods with volumes of their own. */
  STATEFUL_SET("StatefulSet", "statefulsets"),
  /** One pod on each node. */
  DAEMON_SET("DaemonSet", "daemonsets");

  private final String kind;
  private final String plural;

  WorkloadKind(String kind, String plural) {
    this.kind = kind;
    this.plural = plural;
  }

  /** As it stands in {@code kind:} of an object. */
  public String kind() {
    return kind;
  }

  /** As it stands in an object's path and in permissions. */
  public String plural() {
    return plural;
  }

  /** As engineers write it before a name: {@code statefulset}. It is also the key of an input. */
  public String word() {
    return kind.toLowerCase(Locale.ROOT);
  }
}
