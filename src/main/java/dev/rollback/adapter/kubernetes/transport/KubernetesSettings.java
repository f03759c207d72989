package dev.rollback.adapter.kubernetes.transport;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.Optional;

/** A connection to one namespace of one cluster, as it is written in {@code rollback.yaml}. */
@Doc("A namespace of a cluster, reached as kubectl reaches it. The current context is never used.")
public record KubernetesSettings(
    @Doc("The context in the kubeconfig.") String context,
    @Doc("The namespace.") String namespace,
    @Doc(
            "The kubeconfig file, relative to the file that names it; when missing, what kubectl"
                + " uses: $KUBECONFIG, else ~/.kube/config.")
        Optional<String> kubeconfig,
    @Doc(
            "How long one answer may take: PT0.1S to PT5M. Half of it is how long a connection may"
                + " take to come about.")
        @Default(ResponseTimeout.DEFAULT)
        Duration timeout) {

  /** With the usual time-out. */
  public KubernetesSettings(String context, String namespace, Optional<String> kubeconfig) {
    this(context, namespace, kubeconfig, Duration.parse(ResponseTimeout.DEFAULT));
  }

  /** Refuses what could only fail later, in words for the person who wrote it. */
  public KubernetesSettings {
    if (context.isBlank()) {
      throw new IllegalArgumentException("the context is empty; name one of the kubeconfig's");
    }
    if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "'" + namespace + "' is no namespace: lower case letters, digits and hyphens");
    }
    ResponseTimeout.check(timeout);
  }
}
