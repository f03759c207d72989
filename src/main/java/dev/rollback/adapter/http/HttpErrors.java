package dev.rollback.adapter.http;

import dev.rollback.diagnostic.SystemException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says why no answer came, so that a person knows what to do next. */
final class HttpErrors {
  private HttpErrors() {}

  /** An exchange that failed. */
  static SystemException of(URI url, Throwable failure) {
    if (caused(failure, UnresolvedAddressException.class)) {
      return refused(
          "The host of " + where(url) + " is unknown: its name cannot be resolved.",
          "Check `base` in rollback.yaml, and the name service of this machine.",
          failure);
    }
    if (caused(failure, HttpConnectTimeoutException.class)) {
      return refused(
          "No connection to " + where(url) + " came about in time.",
          "Check that the service runs and that a firewall lets this machine through.",
          failure);
    }
    if (caused(failure, ConnectException.class)) {
      return refused(
          "Nothing answers at " + where(url) + ": the connection was refused.",
          "Check that the service runs, and host and port in `base`.",
          failure);
    }
    if (caused(failure, SSLException.class)) {
      return refused(
          "No secure connection to " + where(url) + ": " + reason(failure),
          "Check that the port speaks TLS and that its certificate is valid and trusted here.",
          failure);
    }
    return refused(
        "The exchange with " + where(url) + " broke: " + reason(failure),
        "Look at the service's log; try again.",
        failure);
  }

  /** No whole answer in time. */
  static SystemException silent(URI url, Duration timeout, Throwable failure) {
    return refused(
        "No complete answer from %s within %s.".formatted(where(url), timeout),
        "See what keeps the service busy, or give the step a longer `timeout`.",
        failure);
  }

  private static SystemException refused(String message, String advice, Throwable failure) {
    return SystemException.refused(message, advice, failure);
  }

  /** Without the query, which may have a secret in it. */
  private static String where(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
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
