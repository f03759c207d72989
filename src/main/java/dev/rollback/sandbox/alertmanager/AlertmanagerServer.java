package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * As much of Alertmanager 0.25 as silences and alerts need, on the loopback address, with the
 * answers that the real one gives. It notifies nobody. Its header {@code Date} is of the machine's
 * clock, whatever clock it is given.
 */
public final class AlertmanagerServer implements AutoCloseable {
  private static final String VERSION = "0.25.0";
  private static final String SILENCE = "/api/v2/silence/";

  private final Silences silences;
  private final Alerts alerts = new Alerts();
  private final Instant since;
  private final WebServer web;

  private AlertmanagerServer(Clock clock) throws IOException {
    this.silences = new Silences(clock);
    this.since = clock.instant();
    this.web = WebServer.start(InetAddress.getLoopbackAddress(), 0, this::handle);
  }

  /**
   * Starts to listen on a free port.
   *
   * @param clock by which silences begin and end, and alerts are resolved
   * @throws IOException when no port can be bound
   */
  public static AlertmanagerServer start(Clock clock) throws IOException {
    return new AlertmanagerServer(clock);
  }

  /** Its base URL, as {@code alertmanager.base} in rollback.yaml. */
  public URI uri() {
    return web.uri();
  }

  /** An alert with these labels fires; for five minutes, unless it is said again. */
  public void fire(Map<String, String> labels) {
    alerts.fire(labels, silences.now());
  }

  /** It fires no longer. */
  public void resolve(Map<String, String> labels) {
    alerts.resolve(labels, silences.now());
  }

  /** All silences there ever were; those in force first. */
  public List<SilenceView> silences() {
    var now = silences.now();
    return silences.all().stream().map(silence -> silence.view(now)).toList();
  }

  /** Whether an alert with these labels is silenced now. */
  public boolean silenced(Map<String, String> labels) {
    return !silences.silencing(labels).isEmpty();
  }

  @Override
  public void close() {
    web.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Reply reply;
    try {
      reply = answer(exchange);
    } catch (RefusedException e) {
      reply = e.reply();
    }
    reply.send(exchange);
  }

  private Reply answer(HttpExchange exchange) throws IOException, RefusedException {
    var path = exchange.getRequestURI().getPath();
    var id = path.startsWith(SILENCE) ? path.substring(SILENCE.length()) : "";
    return switch (exchange.getRequestMethod() + " " + (id.isEmpty() ? path : SILENCE)) {
      case "GET /-/ready", "GET /-/healthy" -> Reply.text(200, "OK");
      case "GET /api/v2/status" -> Reply.json(200, Written.status(since, VERSION).toString());
      case "GET /api/v2/silences" -> list(filters(exchange));
      case "POST /api/v2/silences" -> post(exchange);
      case "GET " + SILENCE -> one(checked(id));
      case "DELETE " + SILENCE -> expire(checked(id));
      case "GET /api/v2/alerts" -> alerts(exchange);
      case "POST /api/v2/alerts" -> fire(exchange);
      default -> throw RefusedException.form(404, 404, "path " + path + " was not found");
    };
  }

  private static String checked(String id) throws RefusedException {
    try {
      return UUID.fromString(id).toString();
    } catch (IllegalArgumentException e) {
      throw RefusedException.form(
          422, 601, "silenceID in path must be of type uuid: \"" + id + "\"");
    }
  }

  private Reply list(List<LabelMatcher> filters) {
    var json = JsonNodeFactory.instance.arrayNode();
    for (var silence : silences.all()) {
      if (silence.matchers().containsAll(filters)) {
        json.add(Written.silence(silence, silences.now()));
      }
    }
    return Reply.json(200, json.toString());
  }

  private Reply one(String id) {
    return silences
        .find(id)
        .map(silence -> Reply.json(200, Written.silence(silence, silences.now()).toString()))
        .orElseGet(() -> Reply.json(404, ""));
  }

  private Reply post(HttpExchange exchange) throws IOException, RefusedException {
    var id = silences.set(Bodies.silence(Bodies.tree(exchange, "silence")));
    return Reply.json(200, JsonNodeFactory.instance.objectNode().put("silenceID", id).toString());
  }

  private Reply expire(String id) throws RefusedException {
    silences.expire(id);
    return Reply.json(200, "");
  }

  private Reply fire(HttpExchange exchange) throws IOException, RefusedException {
    var sent = new ArrayList<Alerts.Alert>();
    for (var alert : Bodies.tree(exchange, "alerts")) {
      sent.add(Bodies.alert(alert, sent.size(), silences.now()));
    }
    sent.forEach(alerts::put);
    return Reply.json(200, "");
  }

  private Reply alerts(HttpExchange exchange) throws RefusedException {
    var filters = filters(exchange);
    var parameters = parameters(exchange);
    var json = JsonNodeFactory.instance.arrayNode();
    for (var alert : alerts.firing(silences.now())) {
      var by = silences.silencing(alert.labels());
      var wanted = by.isEmpty() ? "active=false" : "silenced=false";
      if (!parameters.contains(wanted)
          && filters.stream().allMatch(f -> f.matches(alert.labels()))) {
        json.add(Written.alert(alert, by));
      }
    }
    return Reply.json(200, json.toString());
  }

  private static List<LabelMatcher> filters(HttpExchange exchange) throws RefusedException {
    var filters = new ArrayList<LabelMatcher>();
    for (var parameter : parameters(exchange)) {
      if (parameter.startsWith("filter=")) {
        filters.add(LabelMatcher.parse(parameter.substring("filter=".length())));
      }
    }
    return filters;
  }

  /** {@code name=value}, decoded. */
  private static List<String> parameters(HttpExchange exchange) {
    var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return List.of(query.split("&", -1)).stream()
        .map(parameter -> URLDecoder.decode(parameter, StandardCharsets.UTF_8))
        .toList();
  }
}
