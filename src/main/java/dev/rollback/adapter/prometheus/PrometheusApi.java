package dev.rollback.adapter.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.Answer;
import dev.rollback.web.Bodies;
import dev.rollback.web.Paths;
import dev.rollback.web.Request;
import dev.rollback.web.Web;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The HTTP API, version 1. */
final class PrometheusApi implements PrometheusReader {
  /** What is longer is sent as a body: proxies cut off longer addresses. */
  private static final int LONGEST_ADDRESS = 2000;

  private final Web web;
  private final Duration timeout;

  PrometheusApi(Web web, Duration timeout) {
    this.web = web;
    this.timeout = timeout;
  }

  @Override
  public Result now(String query) {
    return ResultReader.read(data("/api/v1/query", parameters(query)));
  }

  @Override
  public Result upToNow(String query, int points, Duration step) {
    var end = now();
    var parameters = parameters(query);
    parameters.put("start", seconds(end.minus(step.multipliedBy(points - 1L))));
    parameters.put("end", seconds(end));
    parameters.put("step", seconds(step));
    return ResultReader.read(data("/api/v1/query_range", parameters));
  }

  /** By the server's clock, so that ours may be wrong. */
  private Instant now() {
    var answer = now("time()");
    return answer.series().getFirst().samples().getFirst().at();
  }

  private Map<String, String> parameters(String query) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("query", query);
    parameters.put("timeout", seconds(timeout));
    return parameters;
  }

  private static String seconds(Duration time) {
    return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
  }

  private static String seconds(Instant at) {
    return seconds(Duration.between(Instant.EPOCH, at));
  }

  private JsonNode data(String path, Map<String, String> parameters) {
    var answer = ask(path, parameters);
    return ApiErrors.data(web.site(), answer);
  }

  private Answer ask(String path, Map<String, String> parameters) {
    var form = Paths.form(parameters);
    return web.send(
        form.length() <= LONGEST_ADDRESS
            ? Request.get(path + "?" + form, timeout)
            : Request.ask(path, Request.Body.form(form), timeout));
  }

  @Override
  public Finding accepts(String query, boolean window) {
    try {
      var parameters = parameters(query);
      if (window) {
        var end = seconds(now());
        parameters.put("start", end);
        parameters.put("end", end);
        parameters.put("step", "1");
      }
      var answer = ask(window ? "/api/v1/query_range" : "/api/v1/query", parameters);
      return ApiErrors.refusal(web.site(), answer)
          .<Finding>map(e -> new Finding.Missing(e.problem(), e.advice().orElse("")))
          .orElseGet(Finding.Met::new);
    } catch (SystemException e) {
      return new Finding.Warning(e.problem(), e.advice().orElse(""));
    }
  }

  /** Product and version, as far as it tells. */
  String whatItIs() {
    var _ = now("vector(1)");
    var answer = web.send(Request.get("/api/v1/status/buildinfo", timeout));
    return Bodies.json(answer.body())
        .map(tree -> tree.at("/data/version").asText())
        .filter(version -> !version.isEmpty())
        .map(version -> "Prometheus " + version)
        .orElse("a server that answers as Prometheus does");
  }
}
