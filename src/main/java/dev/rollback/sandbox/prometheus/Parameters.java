package dev.rollback.sandbox.prometheus;

import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.prometheus.promql.PromQlException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request: of its address, and of a form in its body. */
final class Parameters {
  private Parameters() {}

  static Map<String, String> of(HttpExchange exchange) throws IOException {
    var parameters = new HashMap<String, String>();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    read(body, parameters);
    read(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""), parameters);
    return parameters;
  }

  /** The first one of a name counts. */
  private static void read(String form, Map<String, String> parameters) {
    for (var pair : form.split("&", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2) {
        parameters.putIfAbsent(decoded(parts[0]), decoded(parts[1]));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw PromQlException.badData("error parsing form values: invalid URL escape: " + text);
    }
  }
}
