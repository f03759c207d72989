package dev.rollback.adapter.redis.link;

import dev.rollback.diagnostic.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * One database of one server, fully spelled out.
 *
 * @param tls whether the connection is encrypted
 * @param database its number
 */
public record Endpoint(boolean tls, String host, int port, int database) implements Address {
  private static final String FORM =
      "Write redis://HOST:PORT/DATABASE (rediss:// for TLS) with all three, for example"
          + " redis://redis.example.org:6379/0.";
  private static final Pattern DATABASE = Pattern.compile("/(\\d{1,5})");

  /**
   * Reads an address.
   *
   * @throws UserException when it leaves anything to a default, or carries a secret
   */
  static Endpoint parse(String text) {
    var uri = uri(text);
    if (uri.getRawUserInfo() != null) {
      throw new UserException(
          "The Redis address carries a user or a password, which would stand in the open.",
          "Take it out of `uri`; give `username:`, and `password:` as a reference such as"
              + " {env: REDIS_PASSWORD}.");
    }
    if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
      throw wrong(text, "its scheme is neither redis nor rediss");
    }
    if (uri.getHost() == null) {
      throw wrong(text, "it names no host");
    }
    if (uri.getPort() < 1) {
      throw wrong(text, "it names no port");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(text, "it has options after the database");
    }
    return new Endpoint(
        "rediss".equals(uri.getScheme()), uri.getHost(), uri.getPort(), database(text, uri));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // The text is not repeated: it may be malformed because of a password inside it.
      throw new UserException("The Redis address is no URI: " + e.getReason() + ".", FORM);
    }
  }

  private static int database(String text, URI uri) {
    var match = DATABASE.matcher(uri.getPath());
    if (!match.matches()) {
      throw wrong(text, "it names no database");
    }
    return Integer.parseInt(match.group(1));
  }

  private static UserException wrong(String text, String why) {
    return new UserException("The Redis address '" + text + "' cannot be used: " + why + ".", FORM);
  }

  /** {@code redis://host:port/database}. */
  @Override
  public String label() {
    return (tls ? "rediss" : "redis") + "://" + host + ":" + port + "/" + database;
  }
}
