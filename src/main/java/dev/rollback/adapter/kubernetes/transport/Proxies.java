package dev.rollback.adapter.kubernetes.transport;

import dev.rollback.diagnostic.UserException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy through which a cluster is reached: {@code proxy-url} of its kubeconfig, else
 * HTTPS_PROXY or HTTP_PROXY of this process, by the rules that kubectl has.
 *
 * @param address its host and port
 * @param credentials {@code user:password}, where it wants any
 */
record Proxies(InetSocketAddress address, Optional<String> credentials) {

  /**
   * The one for this server; empty where it is reached directly.
   *
   * @param proxyUrl as the kubeconfig has it; then NO_PROXY says nothing
   * @throws UserException when it is none that this program can use
   */
  static Optional<Proxies> of(
      URI server, Optional<String> proxyUrl, Map<String, String> environment) {
    if (proxyUrl.isPresent()) {
      return Optional.of(parse(proxyUrl.get(), "`proxy-url` of the cluster in the kubeconfig"));
    }
    var name = server.getScheme().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
    return variable(environment, name)
        .filter(_ -> !direct(server, variable(environment, "NO_PROXY").orElse("")))
        .map(text -> parse(text, "the environment variable " + name));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private static Proxies parse(String text, String where) {
    try {
      var uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (!"http".equals(uri.getScheme())) {
        throw new UserException(
            "The proxy %s of %s cannot be used: only http:// proxies can."
                .formatted(shown(uri), where),
            "Name an HTTP proxy; TLS to the cluster goes through it unopened.");
      }
      if (uri.getHost() != null) {
        var port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new Proxies(
            InetSocketAddress.createUnresolved(uri.getHost(), port),
            Optional.ofNullable(uri.getUserInfo()));
      }
    } catch (IllegalArgumentException _) {
      // Told below, without what it holds: there may be a password in it.
    }
    throw new UserException(
        "The proxy of " + where + " is no address.", "Write it as http://HOST:PORT.");
  }

  /** Without the password. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /** Whether NO_PROXY names the server; this machine itself is never reached by a proxy. */
  private static boolean direct(URI server, String noProxy) {
    var host =
        Optional.ofNullable(server.getHost())
            .map(h -> h.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT))
            .orElse("");
    var port = server.getPort() < 0 ? 443 : server.getPort();
    var ip = literal(host);
    return host.equals("localhost")
        || ip.filter(InetAddress::isLoopbackAddress).isPresent()
        || Arrays.stream(noProxy.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .anyMatch(s -> matches(s, host, port, ip));
  }

  private static boolean matches(String entry, String host, int port, Optional<InetAddress> ip) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return ip.filter(address -> inRange(address, entry)).isPresent();
    }
    var withPort = entry.matches(".*[^:]:[0-9]+");
    var name = withPort ? entry.substring(0, entry.lastIndexOf(':')) : entry;
    if (withPort && Integer.parseInt(entry.substring(entry.lastIndexOf(':') + 1)) != port) {
      return false;
    }
    var bare = name.replaceFirst("^\\*?\\.", "");
    return (host.equals(bare) && bare.equals(name)) || host.endsWith("." + bare);
  }

  private static boolean inRange(InetAddress address, String range) {
    var parts = range.split("/", 2);
    var network = literal(parts[0]);
    if (network.isEmpty() || !parts[1].matches("[0-9]{1,3}")) {
      return false;
    }
    var mine = address.getAddress();
    var theirs = network.get().getAddress();
    var bits = Integer.parseInt(parts[1]);
    if (mine.length != theirs.length || bits > mine.length * 8) {
      return false;
    }
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** An address that is written as numbers; a name is not looked up. */
  private static Optional<InetAddress> literal(String host) {
    if (!host.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          host.contains(":") ? InetAddress.getByName(host) : Inet4Address.ofLiteral(host));
    } catch (UnknownHostException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
