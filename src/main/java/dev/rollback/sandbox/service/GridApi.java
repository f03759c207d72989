package dev.rollback.sandbox.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.service.Metrics.Credential;
import dev.rollback.sandbox.web.Reply;
import dev.rollback.sandbox.web.WebServer;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: authentication before a small grid. What it does is decided by its environment
 * alone, so it runs the same in a pod of the sandbox and as a process.
 */
public final class GridApi implements AutoCloseable {
  /** What is answered here; their series are there before the first request. */
  private static final List<String> PATHS =
      List.of("/health", "/metrics", "/api/auth/login", "/api/grid", "/api/reports");

  private final ObjectMapper json = new ObjectMapper();
  private final GridSettings settings;
  private final Consumer<String> log;
  private final Database database;
  private final Cache cache;
  private final Authentication authentication;
  private final Metrics metrics;
  private final Hardening hardening;
  private final AddressLimiter limiter;
  private final GridPages pages;
  private final PageHistory history;
  private final Reports reports;
  private final WebServer web;

  private GridApi(GridSettings settings, Consumer<String> log) throws IOException {
    this.settings = settings;
    this.log = log;
    this.database =
        new Database(
            settings.databaseUrl(),
            settings.databaseUser(),
            settings.databasePassword(),
            settings.pages().patience());
    ActiveSessions sessions = new ActiveSessions(Clock.systemUTC());
    this.metrics = new Metrics(settings.release(), PATHS, database, sessions);
    this.cache =
        new Cache(
            settings.redisUrl(),
            settings.redisRequired(),
            (local, remote, command, first, all) -> metrics.redisCommand(command.toString(), all));
    this.authentication = new Authentication(settings, database, cache, metrics, sessions);
    this.hardening = new Hardening(settings.hardened(), log);
    this.limiter = new AddressLimiter(settings.rateLimit(), cache, log);
    this.pages = new GridPages(settings.pages(), database, cache, log);
    this.history = new PageHistory(settings.pages().historyBytes());
    this.reports = new Reports(cache, log);
    this.web = listen();
  }

  private WebServer listen() throws IOException {
    try {
      return WebServer.start(InetAddress.getByName(settings.host()), settings.port(), this::handle);
    } catch (IOException e) {
      cache.close();
      database.close();
      throw e;
    }
  }

  /** Runs the service until the process ends; exits with code 1 when it cannot start. */
  public static void main(String[] args) {
    Logger logger = LoggerFactory.getLogger(GridApi.class);
    try {
      GridApi api = start(System.getenv(), logger::info);
      Runtime.getRuntime().addShutdownHook(new Thread(api::close, "grid-api-close"));
    } catch (StartupException e) {
      // Logged by start.
      System.exit(1);
    }
  }

  /**
   * Starts the service and returns when it serves.
   *
   * @param environment the variables it is configured by
   * @param log takes its output, a line at a time
   * @throws StartupException when a setting is missing, or Redis or the port are not to be had
   */
  public static GridApi start(Map<String, String> environment, Consumer<String> log)
      throws StartupException {
    try {
      GridSettings settings = GridSettings.of(environment);
      GridApi api = new GridApi(settings, log);
      log.accept(
          "INFO grid-api %s listens on %s, authentication=%s%s"
              .formatted(
                  settings.release(),
                  api.uri(),
                  settings.authentication(),
                  settings.maintenance() ? ", in maintenance" : ""));
      return api;
    } catch (StartupException e) {
      log.accept("FATAL cannot start: " + e.getMessage());
      throw e;
    } catch (IOException | RedisException e) {
      log.accept("FATAL cannot start: " + e);
      throw new StartupException(e.toString(), e);
    }
  }

  /** Where it serves. */
  public URI uri() {
    return web.uri();
  }

  /** How much memory it keeps for itself, in bytes. */
  public long memory() {
    return history.bytes();
  }

  /** Ends it after its running requests. */
  @Override
  public void close() {
    web.close();
    cache.close();
    database.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String path = exchange.getRequestURI().getPath();
    Reply reply;
    try {
      reply = answer(exchange, path);
    } catch (SQLException | RedisException | UnreadablePageException e) {
      if (e instanceof RedisException) {
        metrics.redisError();
      }
      log.accept("ERROR " + path + ": " + e.getMessage());
      reply = Reply.json(500, "{\"error\":\"INTERNAL\"}");
    }
    reply.send(exchange);
    long duration = System.nanoTime() - start;
    // Unknown paths share one series: a scan must not fill the memory.
    metrics.request(reply.status() == 404 ? "other" : path, reply.status(), duration);
    // Four scrapes a second would bury what people do.
    if (!path.equals("/metrics")) {
      log.accept(
          "INFO %s %s %d %dms"
              .formatted(exchange.getRequestMethod(), path, reply.status(), duration / 1_000_000));
    }
  }

  private Reply answer(HttpExchange exchange, String path)
      throws IOException, SQLException, UnreadablePageException {
    if (settings.maintenance() && path.startsWith("/api/")) {
      return new Reply(
          503,
          Map.of("Content-Type", "application/json", "Retry-After", "120"),
          "{\"error\":\"MAINTENANCE\",\"message\":\"The grid is under maintenance.\"}");
    }
    var hardened = hardening.answer(path);
    if (hardened.isPresent()) {
      return hardened.get();
    }
    Optional<Reply> refused =
        path.startsWith("/api/") && !path.equals("/api/health")
            ? limiter.refusal(exchange)
            : Optional.empty();
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (path) {
      case "/health", "/api/health" -> health();
      case "/metrics" -> metrics();
      case "/api/auth/login" -> login(exchange);
      case "/api/grid" -> grid(exchange);
      case "/api/reports" -> reports(exchange);
      default -> Reply.json(404, "{\"error\":\"NOT_FOUND\"}");
    };
  }

  private Reply health() {
    String databaseState = "ok";
    String redisState = "ok";
    try {
      database.ping();
    } catch (SQLException e) {
      log.accept("ERROR database: " + e.getMessage());
      databaseState = "unreachable";
    }
    try {
      cache.ping();
    } catch (RedisException e) {
      metrics.redisError();
      log.accept("ERROR redis: " + e.getMessage());
      redisState = "unreachable";
    }
    boolean healthy =
        databaseState.equals("ok") && (redisState.equals("ok") || !settings.redisRequired());
    var body =
        json.createObjectNode()
            .put("status", healthy ? "ok" : "unhealthy")
            .put("release", settings.release())
            .put("authentication", settings.authentication())
            .put("maintenance", settings.maintenance())
            .put("database", databaseState)
            .put("redis", redisState);
    body.putObject("rateLimit")
        .put("enabled", settings.rateLimit().enabled())
        .put("requestsPerSecond", settings.rateLimit().requestsPerSecond());
    return Reply.json(healthy ? 200 : 503, body.toString());
  }

  private Reply metrics() {
    return new Reply(200, Map.of("Content-Type", "text/plain; version=0.0.4"), metrics.render());
  }

  private Reply login(HttpExchange exchange) throws IOException, SQLException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.json(405, "{\"error\":\"METHOD_NOT_ALLOWED\"}");
    }
    JsonNode body;
    try {
      body = json.readTree(exchange.getRequestBody().readAllBytes());
    } catch (JacksonException e) {
      return Reply.json(400, "{\"error\":\"BAD_REQUEST\"}");
    }
    String email = body.path("email").asText();
    String password = body.path("password").asText();
    if (email.isEmpty() || password.isEmpty()) {
      return Reply.json(400, "{\"error\":\"BAD_REQUEST\"}");
    }
    if (cache.countLogin(email) > settings.loginsPerMinute()) {
      return Reply.json(429, "{\"error\":\"RATE_LIMITED\"}");
    }
    boolean right = authentication.passwordIsRight(email, password);
    metrics.login(right);
    if (!right) {
      log.accept(
          "WARN login refused: INVALID_CREDENTIALS, authentication=" + settings.authentication());
      return Reply.json(401, "{\"error\":\"INVALID_CREDENTIALS\"}");
    }
    String token = authentication.openSession(email, UUID.randomUUID().toString());
    return Reply.json(200, json.createObjectNode().put("token", token).toString());
  }

  private Reply grid(HttpExchange exchange) throws SQLException, UnreadablePageException {
    var caller = caller(exchange);
    if (caller.isEmpty()) {
      return Reply.json(401, "{\"error\":\"UNAUTHORIZED\"}");
    }
    var body = json.createObjectNode().put("release", settings.release());
    body.set("nodes", pages.nodes(caller.get()));
    history.add();
    return Reply.json(200, body.toString());
  }

  private Reply reports(HttpExchange exchange) throws IOException, SQLException {
    var caller = caller(exchange);
    return caller.isEmpty()
        ? Reply.json(401, "{\"error\":\"UNAUTHORIZED\"}")
        : reports.take(exchange, caller.get());
  }

  /** Who that is, by API key or token; empty where it is nobody who is known. */
  private Optional<String> caller(HttpExchange exchange) throws SQLException {
    String apiKey = exchange.getRequestHeaders().getFirst("X-API-Key");
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known =
        apiKey != null
            ? authentication.apiKeyIsRight(apiKey)
            : header != null
                && header.startsWith("Bearer ")
                && authentication.tokenIsRight(header.substring("Bearer ".length()));
    if (apiKey != null || header != null) {
      metrics.authentication(apiKey != null ? Credential.API_KEY : Credential.TOKEN, known);
    }
    if (!known && apiKey != null) {
      log.accept("WARN API key refused, authentication=" + settings.authentication());
    }
    return known
        ? Optional.of(named(apiKey != null ? apiKey : String.valueOf(header)))
        : Optional.empty();
  }

  /** The part of a key or token that is no secret: what comes before the dot. */
  private static String named(String credential) {
    return credential.replaceFirst("^Bearer ", "").split("\\.", 2)[0];
  }
}
