package dev.rollback.sandbox.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request, read completely.
 *
 * @param query decoded; of a parameter given twice, the last
 * @param contentType empty when there is none
 */
record ApiRequest(
    String method, String path, Map<String, String> query, String contentType, String body) {

  static ApiRequest read(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String raw = Optional.ofNullable(uri.getRawQuery()).orElse("");
    Map<String, String> query =
        Arrays.stream(raw.split("&"))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    p -> decode(p[0]), p -> p.length > 1 ? decode(p[1]) : "", (a, b) -> b));
    String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
    return new ApiRequest(
        exchange.getRequestMethod(),
        uri.getPath(),
        query,
        contentType == null ? "" : contentType,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    String value = parameter(name);
    return value.equals("true") || value.equals("1");
  }

  boolean dryRun() {
    return parameter("dryRun").equals("All");
  }

  Selector selector() {
    return Selector.parse(parameter("labelSelector"), parameter("fieldSelector"));
  }

  /** The verb of access rules. */
  String verb(ApiPath target) {
    boolean one = !target.name().isEmpty();
    return switch (method) {
      case "GET", "HEAD" -> one && !flag("watch") ? "get" : flag("watch") ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> throw ApiException.methodNotAllowed(method);
    };
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
