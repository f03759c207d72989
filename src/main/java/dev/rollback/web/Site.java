package dev.rollback.web;

import dev.rollback.action.Tls;
import dev.rollback.diagnostic.UserException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A service as settings describe it.
 *
 * @param alias how messages call it, where its URL is a secret
 * @param headers sent with every request; none is secret
 * @param proxy the URL of a proxy; without one, what the JDK was told (`-Dhttps.proxyHost`)
 * @param connecting how long a connection may take to come about
 * @param longest how much of a body is read, in bytes
 */
public record Site(
    Base base,
    Optional<String> alias,
    Account account,
    Map<String, String> headers,
    Optional<Tls> tls,
    Optional<String> proxy,
    Duration connecting,
    int longest) {

  /**
   * Takes the settings.
   *
   * @throws UserException when they do not go together
   */
  public Site {
    headers = Map.copyOf(headers);
    if (tls.isPresent() && !base.secure()) {
      throw new UserException(
          "`tls` is given for " + base.url() + ", which is not reached over TLS.",
          "Write https:// in the URL, or take `tls` out.");
    }
    proxy.ifPresent(Site::proxyAddress);
  }

  /** The proxy's host and port; the host is not looked up yet. */
  Optional<InetSocketAddress> proxyAt() {
    return proxy.map(Site::proxyAddress);
  }

  private static InetSocketAddress proxyAddress(String proxy) {
    try {
      var uri = new URI(proxy);
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getRawUserInfo() == null
          && uri.getRawPath().matches("/?")) {
        return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw noProxy(e.getReason());
    }
    throw noProxy("it is not of the form http://HOST:PORT, without a user or a path");
  }

  private static UserException noProxy(String why) {
    return new UserException(
        "The `proxy` cannot be used: " + why + ".", "Write http://HOST:PORT of the proxy.");
  }
}
