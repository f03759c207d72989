package dev.rollback.web;

import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Headers that an author gives. */
public final class Headers {
  private static final Set<String> SECRET =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

  private Headers() {}

  /**
   * Refuses headers that cannot be sent, and those whose values would be secrets in a file.
   *
   * @param instead what to use for those
   * @throws IllegalArgumentException naming the header
   */
  public static void check(Map<String, String> headers, String instead) {
    var request = HttpRequest.newBuilder();
    headers.forEach(request::setHeader);
    for (var name : headers.keySet()) {
      if (SECRET.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "the header '" + name + "' is a secret, which stands in no file; use " + instead);
      }
    }
  }

  /**
   * Refuses what is no header's name.
   *
   * @throws IllegalArgumentException naming it
   */
  public static void checkNames(Collection<String> names) {
    var request = HttpRequest.newBuilder();
    names.forEach(name -> request.setHeader(name, "x"));
  }
}
