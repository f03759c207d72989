package dev.rollback.sandbox.prometheus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.rollback.sandbox.prometheus.promql.Durations;
import dev.rollback.sandbox.prometheus.promql.Engine;
import dev.rollback.sandbox.prometheus.promql.PromQlException;
import dev.rollback.sandbox.prometheus.promql.Value;
import dev.rollback.sandbox.web.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** As much of Prometheus's HTTP API as {@code prometheus.query} and its like ask for. */
final class QueryApi {
  /** Which Prometheus it answers as. */
  private static final String VERSION = "2.42.0+sandbox";

  private static final int MOST_POINTS = 11_000;
  private static final BigDecimal SECOND = BigDecimal.valueOf(1000);

  private final Storage storage;
  private final Clock clock;

  QueryApi(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  void handle(HttpExchange exchange) throws IOException {
    answer(exchange).send(exchange);
  }

  private Reply answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().matches("GET|POST")) {
      return Reply.text(405, "Method Not Allowed\n");
    }
    var path = exchange.getRequestURI().getPath();
    try {
      return switch (path) {
        case "/api/v1/query" -> success(instant(Parameters.of(exchange)));
        case "/api/v1/query_range" -> success(range(Parameters.of(exchange)));
        case "/api/v1/status/buildinfo" ->
            success(JsonNodeFactory.instance.objectNode().put("version", VERSION));
        case "/-/healthy", "/-/ready" -> Reply.text(200, "Prometheus Server is Ready.\n");
        default -> Reply.text(404, "404 page not found\n");
      };
    } catch (PromQlException e) {
      return failure(e);
    }
  }

  private static Reply success(ObjectNode data) {
    var answer = JsonNodeFactory.instance.objectNode().put("status", "success");
    answer.set("data", data);
    return Reply.json(200, answer.toString());
  }

  private static Reply failure(PromQlException e) {
    var answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", "error")
            .put("errorType", e.kind().word())
            .put("error", e.what());
    return Reply.json(
        switch (e.kind()) {
          case BAD_DATA -> 400;
          case EXECUTION -> 422;
        },
        answer.toString());
  }

  private ObjectNode instant(Map<String, String> parameters) {
    var time = time(parameters, "time").orElseGet(clock::millis);
    var query = parameters.getOrDefault("query", "");
    return Results.data(
        storage.query(source -> ofQuery(() -> new Engine(source).at(query, time))), time);
  }

  private ObjectNode range(Map<String, String> parameters) {
    var start = required(parameters, "start");
    var end = required(parameters, "end");
    var step = step(parameters.getOrDefault("step", ""));
    if (end < start) {
      throw bad("end", "end timestamp must not be before start time");
    }
    if (step <= 0) {
      throw bad(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive"
              + " integer");
    }
    if ((end - start) / step > MOST_POINTS) {
      throw PromQlException.badData(
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    var query = parameters.getOrDefault("query", "");
    return Results.data(
        storage.query(source -> ofQuery(() -> new Engine(source).during(query, start, end, step))),
        end);
  }

  /** What is wrong with the query itself is told as that. */
  private static Value ofQuery(Supplier<Value> query) {
    try {
      return query.get();
    } catch (PromQlException e) {
      throw e.kind() == PromQlException.Kind.BAD_DATA ? bad("query", e.what()) : e;
    }
  }

  private static long required(Map<String, String> parameters, String name) {
    return time(parameters, name)
        .orElseThrow(() -> bad(name, "cannot parse \"\" to a valid timestamp"));
  }

  /** Seconds since 1970, or a time as RFC 3339 has it. */
  private static Optional<Long> time(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name))
        .map(
            text ->
                seconds(text)
                    .or(() -> date(text))
                    .orElseThrow(
                        () -> bad(name, "cannot parse \"" + text + "\" to a valid timestamp")));
  }

  private static long step(String text) {
    var duration = Durations.millis(text);
    return duration.isPresent()
        ? duration.getAsLong()
        : seconds(text)
            .orElseThrow(() -> bad("step", "cannot parse \"" + text + "\" to a valid duration"));
  }

  private static Optional<Long> seconds(String text) {
    return text.matches("-?\\d{1,12}(\\.\\d{1,12})?")
        ? Optional.of(
            new BigDecimal(text)
                .multiply(SECOND)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact())
        : Optional.empty();
  }

  private static Optional<Long> date(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static PromQlException bad(String parameter, String why) {
    return PromQlException.badData("invalid parameter \"" + parameter + "\": " + why);
  }
}
