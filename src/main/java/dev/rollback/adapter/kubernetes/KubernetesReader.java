package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Requirement;
import dev.rollback.action.Secrets;
import dev.rollback.diagnostic.Sensitive;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Optional;

/**
 * One namespace, read only. Every method asks the API server, and throws {@link
 * dev.rollback.diagnostic.SystemException} with the address and a remedy when it does not answer or
 * refuses.
 */
public interface KubernetesReader {

  /** The workload; when there is none, the error lists those there are. */
  Workload workload(WorkloadName name);

  /** The templates that this workload has and had, as its controller keeps them. */
  List<Revision> revisions(Workload owner);

  /** The pods that this workload owns, of whichever template. */
  List<Pod> pods(Workload owner);

  /**
   * The last lines of a container's log, oldest first; empty where there is none (yet).
   *
   * @param previous whether the container's previous run is meant
   */
  List<String> log(Pod pod, String container, boolean previous, int lines);

  /** The namespace that is read. */
  String namespace();

  /** The same cluster, another namespace of it. */
  KubernetesReader in(String namespace);

  /** All objects of this kind. */
  ControllerLookup controllers(ControllerKind kind);

  /** The object of this kind and name, if there is one. */
  ControllerLookup controllers(ControllerKind kind, String name);

  /** The object of this kind and name; when there is none, the error says so. */
  JsonNode controller(ControllerKind kind, String name);

  /**
   * Has the server judge an update as if it were made, without making it.
   *
   * @return false when the server has a newer version
   */
  boolean rehearse(ControllerKind kind, JsonNode changed);

  /** Whether this user has one permission. */
  Requirement.Finding mayI(Access access);

  /** Has the server judge an update as if it were made, without making it. */
  void rehearse(Workload changed);

  /** The lease of this name; empty where there is none. */
  Optional<Lease> lease(String name);

  /** Which entries a ConfigMap has, as far as this user may know. */
  ConfigMapKeys configMapKeys(String name);

  /** Objects of this namespace as JSON. */
  ObjectReader objects();

  /** What is kept outside of the cluster: the secrets of the target, and how they are sealed. */
  Secrets secrets();

  /** One value of a secret. */
  Sensitive secret(String name, String key);
}
