package dev.rollback.sandbox.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What this process counts since it started, in the text format of Prometheus. What can be counted
 * is there with 0 from the start: the rate of a series that begins with its first event does not
 * have that event.
 */
final class Metrics {
  private static final double[] REQUEST_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10
  };
  private static final double[] COMMAND_BOUNDS = {0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2};
  private static final List<Integer> USUAL = List.of(200, 401, 403, 429, 500, 503);

  /** By what somebody says who they are. */
  enum Credential {
    /** A user's password. */
    PASSWORD,
    /** An API key. */
    API_KEY,
    /** The token of a session. */
    TOKEN
  }

  private record Gauge(String name, String help, LongSupplier value) {}

  private final List<Gauge> gauges;
  private final String release;
  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final Map<String, Histogram> durations = new ConcurrentSkipListMap<>();
  private final Map<String, Histogram> commands = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> authentications = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> logins = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> lookups = new ConcurrentSkipListMap<>();
  private final LongAdder redisErrors = new LongAdder();

  /**
   * Nothing counted yet.
   *
   * @param paths which are known before the first request
   */
  Metrics(String release, List<String> paths, Database database, ActiveSessions sessions) {
    this.release = release;
    this.gauges =
        List.of(
            new Gauge(
                "grid_database_connections_active",
                "Connections of the pool that are in use.",
                database::active),
            new Gauge(
                "grid_database_connections_max",
                "Connections that the pool can have.",
                database::max),
            new Gauge(
                "grid_database_connections_pending",
                "Requests that wait for a connection.",
                database::pending),
            new Gauge(
                "grid_sessions_active",
                "Sessions that this process saw in use in the last five minutes.",
                sessions::count));
    paths.forEach(this::begin);
    for (boolean success : new boolean[] {true, false}) {
      counter(logins, result(success));
      counter(lookups, lookup(success));
      for (Credential credential : Credential.values()) {
        counter(authentications, method(credential, success));
      }
    }
  }

  private void begin(String path) {
    durations.computeIfAbsent(path, Metrics::duration);
    USUAL.forEach(status -> counter(requests, request(path, status)));
  }

  private static Histogram duration(String path) {
    return new Histogram(
        "grid_http_request_duration_seconds", "path=\"" + path + "\"", REQUEST_BOUNDS);
  }

  private static LongAdder counter(Map<String, LongAdder> of, String labels) {
    return of.computeIfAbsent(labels, ignored -> new LongAdder());
  }

  private static String request(String path, int status) {
    return "path=\"" + path + "\",status=\"" + status + "\"";
  }

  private static String result(boolean success) {
    return "result=\"" + (success ? "succeeded" : "failed") + "\"";
  }

  private static String lookup(boolean hit) {
    return "result=\"" + (hit ? "hit" : "miss") + "\"";
  }

  private static String method(Credential credential, boolean success) {
    return "method=\"" + credential.name().toLowerCase(Locale.ROOT) + "\"," + result(success);
  }

  /** A request was answered. */
  void request(String path, int status, long durationNanos) {
    counter(requests, request(path, status)).increment();
    durations.computeIfAbsent(path, Metrics::duration).observe(durationNanos);
  }

  /** Somebody has logged in, or was refused. */
  void login(boolean success) {
    counter(logins, result(success)).increment();
    authentication(Credential.PASSWORD, success);
  }

  /** Somebody has shown that they are who they say, or was refused. */
  void authentication(Credential credential, boolean success) {
    counter(authentications, method(credential, success)).increment();
  }

  /** The cache was asked for something. */
  void cacheLookup(boolean hit) {
    counter(lookups, lookup(hit)).increment();
  }

  /** Redis did not do what it was asked. */
  void redisError() {
    redisErrors.increment();
  }

  /** Redis did what it was asked; measured from here. */
  void redisCommand(String command, long durationNanos) {
    commands
        .computeIfAbsent(
            command,
            c ->
                new Histogram(
                    "grid_redis_command_duration_seconds",
                    "command=\"" + c.toLowerCase(Locale.ROOT) + "\"",
                    COMMAND_BOUNDS))
        .observe(durationNanos);
  }

  /** All of it as text. */
  String render() {
    StringBuilder out = new StringBuilder();
    head(out, "grid_build_info", "gauge", "Which release this is.");
    out.append("grid_build_info{release=\"").append(release).append("\"} 1\n");
    counters(out, "grid_http_requests_total", "Requests that were answered.", requests);
    counters(out, "grid_logins_total", "Logins that were judged.", logins);
    counters(out, "grid_authentications_total", "Credentials that were judged.", authentications);
    counters(out, "grid_cache_lookups_total", "API keys looked up in the cache.", lookups);
    head(out, "grid_redis_errors_total", "counter", "Requests that Redis failed.");
    out.append("grid_redis_errors_total ").append(redisErrors.sum()).append('\n');
    for (Gauge gauge : gauges) {
      head(out, gauge.name(), "gauge", gauge.help());
      out.append(gauge.name()).append(' ').append(gauge.value().getAsLong()).append('\n');
    }
    head(out, "grid_http_request_duration_seconds", "histogram", "From request to answer.");
    durations.values().forEach(histogram -> histogram.render(out));
    head(out, "grid_redis_command_duration_seconds", "histogram", "From sending to answer.");
    commands.values().forEach(histogram -> histogram.render(out));
    return out.toString();
  }

  private static void counters(
      StringBuilder out, String name, String help, Map<String, LongAdder> of) {
    head(out, name, "counter", help);
    of.forEach(
        (labels, n) ->
            out.append(name).append('{').append(labels).append("} ").append(n.sum()).append('\n'));
  }

  private static void head(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
