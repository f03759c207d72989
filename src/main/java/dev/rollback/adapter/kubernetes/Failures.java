package dev.rollback.adapter.kubernetes;

import dev.rollback.action.ResponseTimeout;
import dev.rollback.adapter.kubernetes.transport.Kubeconfig;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * What went wrong between here and the API server, in words that say where and what to do next.
 *
 * @param where the API server's address
 * @param kubeconfig the files and the context through which it was found
 * @param namespace the namespace of the connection
 * @param timeout how long an answer may take
 */
public record Failures(String where, Kubeconfig kubeconfig, String namespace, Duration timeout) {

  /**
   * One request: {@code get deployments.apps/grid-api}; {@code writes} tells whether it changes.
   */
  record Request(Access access, boolean writes) {}

  /** For requests to another namespace. */
  Failures in(String other) {
    return new Failures(where, kubeconfig, other, timeout);
  }

  SystemException explain(Request request, KubernetesClientException e) {
    return e.getCode() > 0 ? answered(request, e) : unanswered(request, e);
  }

  private SystemException answered(Request request, KubernetesClientException e) {
    var what = "%s in namespace %s".formatted(request.access().what(), namespace);
    return switch (e.getCode()) {
      case 401 ->
          SystemException.refused(
              "%s does not accept the credentials of user '%s' (context '%s', %s): 401 Unauthorized."
                  .formatted(where, kubeconfig.user(), kubeconfig.context(), kubeconfig.names()),
              "Log in again: the token or certificate has expired or belongs to another cluster.",
              e);
      case 403 ->
          SystemException.refused(
              "Not allowed to %s: %s".formatted(what, said(e)), remedy(request.access()), e);
      case 409 ->
          SystemException.refused(
              "Could not %s: it was changed meanwhile.".formatted(what),
              "See who changes it, then plan again.",
              e);
      case 429 ->
          SystemException.refused(
              "%s has too much to do to %s.".formatted(where, what), "Try again in a minute.", e);
      default -> other(request, what, e);
    };
  }

  private SystemException other(Request request, String what, KubernetesClientException e) {
    var message = "Could not %s: %s answered %d: %s".formatted(what, where, e.getCode(), said(e));
    if (e.getCode() < 500) {
      return SystemException.refused(message, "Change what the API server objects to.", e);
    }
    return request.writes()
        ? SystemException.unknown(message, "Look whether it took effect: resume observes.", e)
        : SystemException.refused(message, "See whether the API server is well: " + version(), e);
  }

  private SystemException unanswered(Request request, KubernetesClientException e) {
    var own = causes(e).filter(SystemException.class::isInstance).findFirst();
    if (own.isPresent()) {
      return (SystemException) own.get(); // There were no credentials, so nothing was sent.
    }
    var root = root(e);
    if (has(e, SSLHandshakeException.class)) {
      return SystemException.refused(
          "No TLS connection to %s: %s.".formatted(where, text(root)),
          "Compare the cluster's certificate-authority in %s with the server's certificate."
              .formatted(kubeconfig.names()),
          e);
    }
    if (neverSent(e)) {
      return SystemException.refused(
          "Cannot reach the API server %s: %s.".formatted(where, text(root)),
          "Check network, VPN and the cluster's address in %s, then: %s"
              .formatted(kubeconfig.names(), version()),
          e);
    }
    var message =
        "No answer from %s to %s in namespace %s: %s."
            .formatted(where, request.access().what(), namespace, text(root));
    return request.writes()
        ? SystemException.unknown(message, "Look whether it took effect: resume observes.", e)
        : SystemException.refused(message, "See whether the API server is well: " + version(), e);
  }

  /** The command that grants one permission. */
  String remedy(Access access) {
    var kubectl = "kubectl --context %s --namespace %s".formatted("ADMIN", scope(access));
    var role = "rollback-" + access.roleName();
    return ("Have it granted by somebody who may (ADMIN: their context): %s create role %s"
            + " --verb=%s --resource=%s%s && %s create rolebinding %s --role=%s --user=%s")
        .formatted(
            kubectl,
            role,
            access.verb(),
            access.fullResource(),
            scope(access).equals(namespace) ? "" : " --resource-name=" + access.name(),
            kubectl,
            role + "-" + roleSafe(kubeconfig.user()),
            role,
            kubeconfig.user());
  }

  /** Reading one namespace is granted in that namespace. */
  private String scope(Access access) {
    return access.resource().equals("namespaces") && !access.name().isEmpty()
        ? access.name()
        : namespace;
  }

  private static String roleSafe(String user) {
    return user.replaceAll("[^A-Za-z0-9.-]", "-");
  }

  private String version() {
    return "kubectl --context " + kubeconfig.context() + " version";
  }

  private static boolean neverSent(Throwable e) {
    return has(e, ConnectException.class)
        || has(e, HttpConnectTimeoutException.class)
        || has(e, UnknownHostException.class)
        || has(e, UnresolvedAddressException.class)
        || has(e, NoRouteToHostException.class)
        || tunnelRefused(e);
  }

  /** By a proxy: the platform has no type for that. */
  private static boolean tunnelRefused(Throwable e) {
    return causes(e)
        .anyMatch(
            c ->
                c instanceof IOException
                    && Optional.ofNullable(c.getMessage()).orElse("").startsWith("Tunnel failed"));
  }

  /** The API server's own message, without the client's wrapping. */
  private static String said(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(s -> s.getMessage())
        .filter(m -> !m.isBlank())
        .or(() -> Optional.ofNullable(e.getMessage()))
        .orElse("no reason given");
  }

  private String text(Throwable root) {
    return switch (root) {
      case UnresolvedAddressException _ -> "its name cannot be resolved";
      case UnknownHostException _ -> "its name cannot be resolved";
      case HttpConnectTimeoutException _ ->
          "no connection within " + ResponseTimeout.text(ResponseTimeout.connecting(timeout));
      case HttpTimeoutException _, TimeoutException _ ->
          "none within " + ResponseTimeout.text(timeout);
      default ->
          Optional.ofNullable(root.getMessage())
              .filter(m -> !m.isBlank())
              .orElseGet(
                  () ->
                      root instanceof ConnectException
                          ? "connection refused"
                          : root.getClass().getSimpleName());
    };
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    return causes(e).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, c -> c != null, c -> c.getCause()).limit(20);
  }

  /** The first cause: what led to all the others. */
  public static Throwable root(Throwable e) {
    return causes(e).reduce((_, b) -> b).orElse(e);
  }
}
