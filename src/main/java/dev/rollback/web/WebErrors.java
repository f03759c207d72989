package dev.rollback.web;

import dev.rollback.diagnostic.SystemException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Says why no answer came, so that a person knows what to do next.
 *
 * @param changes whether the request may have had an effect once it was sent
 */
record WebErrors(Site site, URI url, boolean changes) {

  /** An exchange that failed. */
  SystemException of(Throwable failure) {
    if (caused(failure, UnresolvedAddressException.class)
        || caused(failure, UnknownHostException.class)) {
      return SystemException.refused(
          "The host of " + through() + " is unknown: its name cannot be resolved.",
          "Check the address in rollback.yaml, and the name service of this machine.",
          failure);
    }
    if (caused(failure, HttpConnectTimeoutException.class)
        || caused(failure, SocketTimeoutException.class)) {
      return SystemException.refused(
          "No connection to " + through() + " came about in time.",
          "Check that the service runs and that a firewall lets this machine through.",
          failure);
    }
    if (caused(failure, ConnectException.class)) {
      return SystemException.refused(
          "Nothing answers at " + through() + ": the connection was refused.",
          "Check that the service runs, and host and port in rollback.yaml.",
          failure);
    }
    if (caused(failure, SSLException.class)) {
      return insecure(failure);
    }
    return broken(
        "The exchange with " + where() + " broke: " + reason(failure) + ".",
        "Look at the service's log; try again." + certificateOfOurs(),
        failure);
  }

  /** Its alert that a certificate is missing may be lost with the line: RFC 8446, section 6. */
  private String certificateOfOurs() {
    return "https".equals(url.getScheme())
        ? " If it wants a certificate of ours: `tls: {certificate: FILE, key: REFERENCE}` of the"
            + " connection in rollback.yaml."
        : "";
  }

  /** No whole answer in time. */
  SystemException silent(Duration timeout, Throwable failure) {
    return broken(
        "No complete answer from %s within %s.".formatted(where(), timeout),
        "See what keeps the service busy, or give it a longer `timeout`.",
        failure);
  }

  private SystemException insecure(Throwable failure) {
    var message = "No secure connection to " + where() + ": " + reason(failure) + ".";
    // Before the handshake has ended nothing is sent.
    return caused(failure, SSLHandshakeException.class)
        ? SystemException.refused(message, advice(failure), failure)
        : broken(message, advice(failure), failure);
  }

  private String advice(Throwable failure) {
    var reason = reason(failure);
    if (caused(failure, CertificateExpiredException.class)) {
      return "Its certificate has expired: renew it.";
    }
    if (caused(failure, CertificateNotYetValidException.class)) {
      return "Its certificate is not valid yet: look at the clock of this machine.";
    }
    if (caused(failure, CertPathBuilderException.class)) {
      return "If it is the right service, name the authority that signed its certificate:"
          + " `tls: {ca: FILE}` of the connection in rollback.yaml.";
    }
    if (reason.startsWith("No subject alternative") || reason.startsWith("No name matching")) {
      return "Its certificate is for another name: write that name in the address, or check that"
          + " the address leads to the right service.";
    }
    if (reason.matches(".*(certificate_required|bad_certificate|handshake_failure).*")) {
      return "It may want a certificate of ours: `tls: {certificate: FILE, key: REFERENCE}` of the"
          + " connection in rollback.yaml.";
    }
    return "Check that the port speaks TLS and that its certificate is valid and trusted here.";
  }

  private SystemException broken(String message, String advice, Throwable failure) {
    return changes
        ? SystemException.unknown(message, advice, failure)
        : SystemException.refused(message, advice, failure);
  }

  /** Without the query, which may have a secret in it. */
  private String where() {
    return site.alias()
        .orElseGet(() -> url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath());
  }

  private String through() {
    return site.proxy().map(proxy -> where() + " by the proxy " + proxy).orElse(where());
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
    return chain(failure).anyMatch(type::isInstance);
  }

  private static String reason(Throwable failure) {
    var deepest = chain(failure).reduce((_, later) -> later).orElse(failure);
    return Optional.ofNullable(deepest.getMessage()).orElse(deepest.getClass().getSimpleName());
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(
            Optional.of(failure), Optional::isPresent, e -> e.map(Throwable::getCause))
        .flatMap(Optional::stream);
  }
}
