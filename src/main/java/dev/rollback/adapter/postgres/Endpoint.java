package dev.rollback.adapter.postgres;

import dev.rollback.diagnostic.UserException;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One database of one server, fully spelled out.
 *
 * @param url for the driver, without options
 * @param database its name, decoded
 * @param options those of the address, by the driver's names
 */
record Endpoint(String url, String database, Map<String, String> options) {
  private static final String SCHEME = "jdbc:";
  private static final String FORM =
      "Write jdbc:postgresql://HOST:PORT/DATABASE with all three, for example"
          + " jdbc:postgresql://db.example.org:5432/grid.";
  private static final Set<String> SECRET = Set.of("user", "password", "sslpassword");
  private static final Set<String> FILES = Set.of("sslrootcert", "sslcert", "sslkey");
  private static final String MODE = "sslmode";
  private static final List<String> MODES =
      List.of("disable", "prefer", "require", "verify-ca", "verify-full");

  Endpoint {
    options = Map.copyOf(options);
  }

  /**
   * Reads an address.
   *
   * @throws UserException when it leaves anything to a default, or carries a secret
   */
  static Endpoint parse(String text) {
    var uri = uri(text);
    var authority = uri.getRawAuthority();
    if (authority != null && authority.contains("@")) { // user info of several hosts is no userInfo
      throw openSecret();
    }
    var options = options(uri);
    if (uri.getHost() == null) {
      throw wrong(uri, "it names no host, or more than one");
    }
    if (uri.getPort() < 1) {
      throw wrong(uri, "it names no port");
    }
    if (!uri.getRawPath().matches("/[^/]+")) {
      throw wrong(uri, "it names no database");
    }
    if (uri.getRawFragment() != null) {
      throw wrong(uri, "it has a # in it");
    }
    return new Endpoint(label(uri), decode(uri.getRawPath().substring(1)), options);
  }

  private static URI uri(String text) {
    try {
      var uri = new URI(text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text);
      if (!text.startsWith(SCHEME) || !"postgresql".equals(uri.getScheme()) || uri.isOpaque()) {
        throw new UserException(
            "The PostgreSQL address does not begin with jdbc:postgresql://.", FORM);
      }
      return uri;
    } catch (URISyntaxException e) {
      // The text is not repeated: it may be malformed because of a password inside it.
      throw new UserException("The PostgreSQL address is no URL: " + e.getReason() + ".", FORM);
    }
  }

  private static Map<String, String> options(URI uri) {
    var options = new LinkedHashMap<String, String>();
    if (uri.getRawQuery() != null) {
      for (var option : uri.getRawQuery().split("&", -1)) {
        var equals = option.indexOf('=');
        var name = decode(equals < 0 ? option : option.substring(0, equals));
        var value = equals < 0 ? "" : decode(option.substring(equals + 1));
        check(uri, name, value);
        options.put(name, value);
      }
    }
    return options;
  }

  private static void check(URI uri, String name, String value) {
    if (SECRET.contains(name)) {
      throw openSecret();
    }
    if (name.equals(MODE) && !MODES.contains(value)) {
      throw wrong(uri, "its sslmode is none of " + String.join(", ", MODES));
    }
    if (FILES.contains(name) && !new File(value).isAbsolute()) {
      throw wrong(uri, "its " + name + " is no absolute path");
    }
    if (!name.equals(MODE) && !FILES.contains(name)) {
      throw wrong(uri, "its option '" + name + "' is none of those for TLS");
    }
  }

  private static UserException openSecret() {
    return new UserException(
        "The PostgreSQL address carries a user or a password, which would stand in the open.",
        "Take it out of `url`; give `user:`, and `password:` as a reference such as"
            + " {env: PGPASSWORD}.");
  }

  private static UserException wrong(URI uri, String why) {
    return new UserException(
        "The PostgreSQL address '" + label(uri) + "' cannot be used: " + why + ".", FORM);
  }

  private static String label(URI uri) {
    var authority = uri.getRawAuthority();
    return SCHEME + "postgresql://" + (authority == null ? "" : authority) + uri.getRawPath();
  }

  /** As the driver does it, so that both speak of the same database. */
  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Whether whoever listens in between would hear a password that is sent as it is. */
  boolean maybeOpen() {
    var mode = options.getOrDefault(MODE, "prefer");
    return mode.equals("disable") || mode.equals("prefer");
  }
}
