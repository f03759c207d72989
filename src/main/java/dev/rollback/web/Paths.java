package dev.rollback.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/** The paths of requests, and what follows them. */
public final class Paths {
  private Paths() {}

  /**
   * Accepts a path, with or without a query.
   *
   * @throws IllegalArgumentException when it cannot be appended to a base URL
   */
  public static void check(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("the path '" + path + "' does not begin with /");
    }
    try {
      URI.create("http://host" + path);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the path '" + path + "' is no path of a URL; write what is special as %20 and the like",
          e);
    }
  }

  /** Names and values as a query or a form carries them, in the map's order. */
  public static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** A value as a path or a query carries it. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}
