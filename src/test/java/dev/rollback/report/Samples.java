package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.PlannedStep.Basis;
import dev.rollback.scenario.Temporary;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans as an incident of authentication makes them. */
final class Samples {
  static final Instant AT = Instant.parse("2026-02-13T03:12:07Z");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Target API = Target.of("deployment/grid-api", "env/GRID_MAINTENANCE_MODE");
  private static final Target AUTH = Target.of("deployment/grid-api", "env/GRID_AUTH_MODE");
  private static final Target TOKENS = Target.of("keys token:*");

  private Samples() {}

  /** Everything that a plan can hold which can be undone. */
  static Plan authFailure() {
    return plan(
        List.of(maintenance(), gate(), parallel(), ready(), tokens(), limiter(), skipped()));
  }

  /** Phases, something by hand, a deferred step, and three things that cannot be undone. */
  static Plan pointOfNoReturn() {
    return plan(List.of(stabilise(), repair()));
  }

  /** Everything is as it should be. */
  static Plan nothingToDo() {
    return plan(List.of(limiter(), ready()));
  }

  static Plan plan(List<PlannedStep> steps) {
    return plan("Authentication service failures", List.of(errorRate()), steps);
  }

  static Plan plan(String title, List<CheckResult> evidence, List<PlannedStep> steps) {
    return new Plan(
        "auth-failure",
        title,
        "runbooks/auth-failure.yaml",
        "scenario: auth-failure\n",
        Map.of("deployment", JSON.textNode("grid-api")),
        "production",
        true,
        AT,
        addresses(),
        Map.of(),
        evidence,
        List.of(health()),
        steps,
        List.of(login(), loginErrors()));
  }

  private static Map<String, String> addresses() {
    var addresses = new LinkedHashMap<String, String>();
    addresses.put("kubernetes", "https://10.0.0.1:6443, namespace grid, context prod-eu");
    addresses.put("redis.sessions", "rediss://redis.grid:6380/0, master");
    addresses.put("http", "https://grid.example.org");
    return addresses;
  }

  static CheckResult errorRate() {
    return check("errors", "Share of failed logins", "prometheus.query", "value > 0.5")
        .of(Verdict.INCONCLUSIVE, JSON.objectNode(), "the query returned no data");
  }

  static CheckResult health() {
    return check("health", "The API answers", "http.get", "status == 200 || status == 503")
        .of(
            Verdict.PASS,
            JSON.objectNode().put("status", 503).put("body", "x".repeat(300)).put("millis", 41),
            "");
  }

  /** A check that is still to be judged. */
  interface Unjudged {
    CheckResult of(Verdict verdict, ObjectNode values, String why);
  }

  static Unjudged check(String id, String name, String check, String expect) {
    return (verdict, values, why) ->
        new CheckResult(id, name, check, expect, verdict, values, why, AT.plusSeconds(1), 1);
  }

  static PlannedStep.Change maintenance() {
    return env(
        "maintenance",
        "Put the API into maintenance mode",
        API,
        "GRID_MAINTENANCE_MODE",
        Optional.empty(),
        "true",
        Optional.of(new Temporary.UntilRunEnds()),
        List.of("HorizontalPodAutoscaler/grid-api may change the number of replicas meanwhile."));
  }

  static PlannedStep.Change fallback() {
    return env(
        "fallback",
        "Switch to fallback authentication",
        AUTH,
        "GRID_AUTH_MODE",
        Optional.of("oidc"),
        "fallback",
        Optional.of(new Temporary.Lasting(Duration.ofMinutes(30))),
        List.of());
  }

  private static PlannedStep.Change env(
      String id,
      String name,
      Target target,
      String variable,
      Optional<String> before,
      String after,
      Optional<Temporary> temporary,
      List<String> notes) {
    var was = JSON.objectNode();
    before.ifPresent(value -> was.put(variable, value));
    return new PlannedStep.Change(
        id,
        name,
        "kubernetes.set-env",
        "kubernetes",
        target,
        JSON.objectNode().set("env", was),
        JSON.objectNode().set("env", JSON.objectNode().put(variable, after)),
        List.of(new FieldChange("env." + variable, before, Optional.of(after))),
        Basis.LIVE,
        Trust.EXACT,
        Risk.DISRUPTIVE,
        Undo.RESTORE,
        notes,
        temporary,
        Map.of(),
        Map.of());
  }

  static PlannedStep.Gate gate() {
    return new PlannedStep.Gate(
        "gate-fallback",
        "Switch grid-api to fallback authentication?",
        "Switch grid-api to fallback authentication?",
        Optional.of("tech-lead"));
  }

  static PlannedStep.Parallel parallel() {
    return new PlannedStep.Parallel("switch", "Switch and tell", List.of(fallback(), flags()));
  }

  static PlannedStep.Change flags() {
    return new PlannedStep.Change(
        "flags",
        "Turn off single sign-on",
        "kubernetes.set-config",
        "kubernetes",
        Target.of("configmap/grid-flags"),
        JSON.objectNode().put("flags.yaml", "a: 1\nsso: true\nz: 9\n"),
        JSON.objectNode().put("flags.yaml", "a: 1\nsso: false\nsso-reason: incident\nz: 9\n"),
        List.of(
            new FieldChange(
                "flags.yaml",
                Optional.of("a: 1\nsso: true\nz: 9\n"),
                Optional.of("a: 1\nsso: false\nsso-reason: incident\nz: 9\n")),
            new FieldChange("motd", Optional.of("Welcome"), Optional.empty()),
            new FieldChange(
                "banner",
                Optional.of(""),
                Optional.of(
                    "We are working on a problem with logins. \u001b[2JYour work is safe; please do"
                        + " not reset your password."))),
        Basis.PROJECTED,
        Trust.EXACT,
        Risk.REVERSIBLE,
        Undo.RESTORE,
        List.of(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  static PlannedStep.Check ready() {
    return new PlannedStep.Check(
        "ready",
        "All replicas run the new configuration",
        "kubernetes.ready",
        "kubernetes",
        Target.of("deployment/grid-api"),
        "ready == wanted",
        Optional.empty());
  }

  static PlannedStep.Collect logs() {
    return new PlannedStep.Collect(
        "keep-logs",
        "Keep the logs of the API",
        "kubernetes.logs",
        "kubernetes",
        Target.of("deployment/grid-api"),
        "the logs of all pods");
  }

  static PlannedStep.Check latency() {
    return new PlannedStep.Check(
        "latency",
        "Logging in is not much slower than before",
        "prometheus.query",
        "prometheus",
        Target.of("histogram_quantile(0.99, rate(login_seconds_bucket[5m]))"),
        "value <= baseline.value * 1.5",
        Optional.of(Duration.ofMinutes(2)),
        Optional.of(JSON.objectNode().put("value", 0.42)));
  }

  static PlannedStep.Change tokens() {
    return tokens(
        JSON.objectNode().put("keys", 1234).put("digest", "9b1c"),
        JSON.objectNode().put("keys", 0).put("digest", ""),
        List.of(
            new FieldChange("keys", Optional.of("1234"), Optional.of("0")),
            new FieldChange("digest", Optional.of("9b1c"), Optional.of(""))));
  }

  /** The same with a fingerprint and a hint, which no plan shows. */
  static PlannedStep.Change sampledTokens() {
    return tokens(
        sampled(1234, "token:1"),
        sampled(0, ""),
        List.of(new FieldChange("keys", Optional.of("1234"), Optional.of("0"))));
  }

  /** Keys of which one is named. */
  static ObjectNode sampled(int keys, String sample) {
    return JSON.objectNode().put("keys", keys).put("digest", "9b" + keys).put("sample", sample);
  }

  private static PlannedStep.Change tokens(
      ObjectNode before, ObjectNode after, List<FieldChange> diff) {
    return new PlannedStep.Change(
        "drop-tokens",
        "Drop the tokens that were issued meanwhile",
        "redis.delete-keys",
        "redis.sessions",
        TOKENS,
        before,
        after,
        diff,
        Basis.LIVE,
        Trust.BOUNDED,
        Risk.DESTRUCTIVE,
        Undo.RESTORE,
        List.of("Keys that expire before the undo are not brought back."),
        Optional.empty(),
        Map.of("keys", 1234L),
        Map.of("keys", 5000L));
  }

  static PlannedStep.Change limiter() {
    var state = JSON.objectNode().put("replicas", 3);
    return new PlannedStep.Change(
        "limiter",
        "Keep three replicas",
        "kubernetes.scale",
        "kubernetes",
        Target.of("deployment/grid-api", "replicas"),
        state,
        state,
        List.of(),
        Basis.LIVE,
        Trust.EXACT,
        Risk.REVERSIBLE,
        Undo.RESTORE,
        List.of(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  static PlannedStep.Skipped skipped() {
    return new PlannedStep.Skipped(
        "page-vendor",
        "Page the identity provider",
        "its condition is false: evidence.errors.value > 0.5");
  }

  static PlannedStep.Phase stabilise() {
    return new PlannedStep.Phase(
        "stabilise",
        "Stabilise",
        Optional.of(Duration.ofHours(2)),
        List.of(maintenance(), screenshot(), restart()));
  }

  static PlannedStep.Manual screenshot() {
    return new PlannedStep.Manual(
        "screenshot",
        "Take a screenshot of the error state",
        "Take a screenshot of the error state and put it into the incident channel.");
  }

  static PlannedStep.Deferred restart() {
    return new PlannedStep.Deferred(
        "restart",
        "Restart the API",
        "kubernetes.restart",
        "kubernetes",
        Target.of("deployment/grid-api", "pods"),
        "the pods that there will be are made by step 1",
        Optional.empty(),
        Undo.RESTORE);
  }

  static PlannedStep.Phase repair() {
    return new PlannedStep.Phase(
        "repair", "Repair", Optional.empty(), List.of(notice(), truncate()));
  }

  static PlannedStep.OneWay notice() {
    return new PlannedStep.OneWay(
        "tell",
        "Tell the customers",
        "notify.webhook",
        "notify",
        Target.of("#status"),
        "POST https://hooks.example.org/status\n{\"text\": \"Logins are being repaired\"}",
        Risk.REVERSIBLE);
  }

  static PlannedStep.Change truncate() {
    return new PlannedStep.Change(
        "purge",
        "Purge the login audit table",
        "postgres.delete-rows",
        "postgres",
        Target.of("table public.login_audit"),
        JSON.objectNode().put("rows", 5211),
        JSON.objectNode().put("rows", 0),
        List.of(new FieldChange("rows", Optional.of("5211"), Optional.of("0"))),
        Basis.LIVE,
        Trust.OPAQUE,
        Risk.DESTRUCTIVE,
        Undo.impossible("the rows hold secrets and are not kept"),
        List.of(),
        Optional.empty(),
        Map.of("rows", 5211L),
        Map.of("rows", 200L));
  }

  static PlannedStep.Check login() {
    return new PlannedStep.Check(
        "login",
        "A user can log in",
        "http.login",
        "http",
        Target.of("https://grid.example.org/api/auth/login"),
        "status == 200",
        Optional.empty());
  }

  static PlannedStep.Check loginErrors() {
    return new PlannedStep.Check(
        "login-errors",
        "Hardly any login fails",
        "prometheus.query",
        "http",
        Target.of("sum(rate(login_failures[5m]))"),
        "value < 0.05",
        Optional.of(Duration.ofMinutes(5)));
  }

  static JsonNode tree(String key, String value) {
    return JSON.objectNode().put(key, value);
  }
}
