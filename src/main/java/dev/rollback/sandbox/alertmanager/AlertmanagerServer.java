package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of Alertmanager 0.25 as silences need, in memory, with the answers that the real one
 * gives. Nobody is told of alerts.
 */
public final class AlertmanagerServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SILENCE = "/api/v2/silence/";

  private final Silences silences = new Silences();
  private final List<JsonNode> alerts = new ArrayList<>();
  private final WebServer web;

  private AlertmanagerServer() throws IOException {
    this.web = WebServer.start(InetAddress.getLoopbackAddress(), 0, this::handle);
  }

  /**
   * Starts to listen on a free port.
   *
   * @throws IOException when no port can be bound
   */
  public static AlertmanagerServer start() throws IOException {
    return new AlertmanagerServer();
  }

  /** Its base URL, as {@code alertmanager.base} in rollback.yaml. */
  public URI uri() {
    return web.uri();
  }

  @Override
  public void close() {
    web.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    answer(exchange).send(exchange);
  }

  private synchronized Reply answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    try {
      return switch (exchange.getRequestMethod() + " " + path) {
        case "GET /api/v2/status" ->
            Reply.json(200, "{\"versionInfo\":{\"version\":\"0.25.0\"},\"cluster\":{}}");
        case "GET /api/v2/silences" -> Reply.json(200, array(silences.all()));
        case "POST /api/v2/silences" -> silences.put(body(exchange));
        case "GET /api/v2/alerts" ->
            Reply.json(
                200, array(AlertFilters.of(exchange.getRequestURI().getRawQuery()).in(alerts)));
        case "POST /api/v2/alerts" -> {
          JSON.readTree(exchange.getRequestBody().readAllBytes()).forEach(alerts::add);
          yield Reply.json(200, "");
        }
        case String asked when asked.startsWith("DELETE " + SILENCE) ->
            silences.expire(path.substring(SILENCE.length()));
        default -> Reply.text(404, "404 page not found");
      };
    } catch (JacksonException e) {
      return Reply.json(400, "\"%s\"".formatted(e.getOriginalMessage().replace("\"", "'")));
    }
  }

  private static ObjectNode body(HttpExchange exchange) throws IOException {
    return JSON.readTree(exchange.getRequestBody().readAllBytes()) instanceof ObjectNode object
        ? object
        : JSON.createObjectNode();
  }

  private static String array(List<? extends JsonNode> elements) {
    ArrayNode array = JSON.createArrayNode();
    elements.forEach(array::add);
    return array.toString();
  }
}
