package dev.rollback.adapter.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;

/** One namespace, read and written. */
public interface KubernetesWriter extends KubernetesReader {

  /**
   * Replaces a deployment, sent once and never repeated.
   *
   * @param changed with the resourceVersion on which the change is based
   * @return false when the server has a newer version and has changed nothing
   * @throws dev.rollback.diagnostic.SystemException with an unknown effect when it was sent and not
   *     answered
   */
  boolean update(Deployment changed);
}
