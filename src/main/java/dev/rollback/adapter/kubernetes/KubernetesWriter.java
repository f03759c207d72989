package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;

/** One namespace, read and written. */
public interface KubernetesWriter extends KubernetesReader {

  /**
   * Replaces a workload, sent once and never repeated.
   *
   * @param changed with the resourceVersion on which the change is based
   * @return false when the server has a newer version and has changed nothing
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean update(Workload changed);

  @Override
  KubernetesWriter in(String namespace);

  @Override
  ObjectWriter objects();

  /**
   * Replaces an object that tells a controller what to do, sent once and never repeated.
   *
   * @param changed with the resourceVersion on which the change is based
   * @return false when the server has a newer version and has changed nothing
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean update(ControllerKind kind, JsonNode changed);

  /**
   * Makes a lease, sent once and never repeated.
   *
   * @return false when there is one of that name; then nothing was changed
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean create(Lease lease);

  /**
   * Replaces a lease, sent once and never repeated.
   *
   * @param changed with the uid and the resourceVersion of the one that is replaced: by the version
   *     alone the server would make it anew where it has been deleted
   * @return false when the server has a newer version, or none, and has changed nothing
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean update(Lease changed);
}
