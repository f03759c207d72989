package dev.rollback.sandbox.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One complete answer.
 *
 * @param status the HTTP status code
 * @param headers one value per name, {@code Content-Type} among them
 * @param body UTF-8 text, may be empty
 */
public record Reply(int status, Map<String, String> headers, String body) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static Reply json(int status, String body) {
    return new Reply(status, Map.of("Content-Type", "application/json"), body);
  }

  /** An answer in plain text. */
  public static Reply text(int status, String body) {
    return new Reply(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
  }

  /**
   * Sends this answer and ends the exchange.
   *
   * @throws IOException when the client is gone
   */
  public void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      // An unread body would make the server drop the connection that the client wants to reuse.
      exchange.getRequestBody().readAllBytes();
      headers.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
