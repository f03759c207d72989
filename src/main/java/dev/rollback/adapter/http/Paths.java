package dev.rollback.adapter.http;

import java.net.URI;

/** The paths of requests. */
final class Paths {
  private Paths() {}

  /**
   * Accepts a path, with or without a query.
   *
   * @throws IllegalArgumentException when it cannot be appended to a base URL
   */
  static void check(String path) {
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
}
