package dev.rollback.contract;

import dev.rollback.adapter.kubernetes.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A Kubernetes API with one namespace for one test class, and a user whose permissions it sets. */
public interface KubernetesFixture {

  /** A kubeconfig file that has {@link #context()}. */
  Path kubeconfig();

  /** The context of the user who has exactly the permissions that the actions need. */
  String context();

  /** The namespace. */
  String namespace();

  /** An image that a pod can run, with a shell that has {@code sleep}. */
  String image();

  /**
   * Takes one permission away from that user, until it is closed.
   *
   * @param resource plural, with group and subresource as in {@code kubectl auth can-i}: {@code
   *     deployments.apps}, {@code pods/log}
   * @param what how preflight names it
   */
  ActionContract.Denial deny(String verb, String resource, String what);

  /** Somebody else's client, who may do everything. */
  KubernetesClient admin();

  /** Creates a deployment, as somebody else. */
  void create(Deployment deployment);

  /** Changes a deployment, as somebody else. */
  void edit(String name, UnaryOperator<Deployment> change);

  /** Deletes a deployment and its pods, as somebody else. */
  void delete(String name);

  /**
   * How many writes of workloads of this kind the server has seen: grows with every change of a
   * specification, and when an unknown manager takes over a field.
   */
  long writes(WorkloadKind kind);

  /** The same of deployments. */
  default long writes() {
    return writes(WorkloadKind.DEPLOYMENT);
  }

  /**
   * All workloads of this kind in the namespace as JSON, without what controllers write: status,
   * versions, managers, the revision.
   */
  default Object snapshot(WorkloadKind kind) {
    return Deployments.snapshot(admin(), namespace(), kind);
  }

  /** The same of deployments. */
  default Object snapshot() {
    return snapshot(WorkloadKind.DEPLOYMENT);
  }
}
