package dev.rollback.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.alertmanager.AlertmanagerGate;
import dev.rollback.sandbox.alertmanager.AlertmanagerServer;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Asked;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts, metrics, messages and searches of one incident, as they are written in files. */
class WebSystemsTest {
  private static final String SECRET = "hush-hush-4711";
  private static final String TOKEN = "t0ken/with+signs=0815";

  @TempDir Path directory;

  private final Queue<Reply> hookReplies = new ConcurrentLinkedQueue<>();
  private final AlertmanagerServer alertmanager = AlertmanagerGate.server();
  private final AlertmanagerGate gate = new AlertmanagerGate(alertmanager.uri().toString());
  private final TestSite prometheus = TestSite.answering(WebSystemsTest::metrics);
  private final TestSite hook =
      TestSite.answering(_ -> Objects.requireNonNullElse(hookReplies.poll(), new Reply(200, "ok")));
  private final TestSite grid =
      TestSite.answering(asked -> new Reply(200, "{\"hits\": 2, \"saw\": \"" + TOKEN + "\"}"));

  private static Reply metrics(Asked asked) {
    var matrix = asked.target().startsWith("/api/v1/query_range");
    var samples = new StringBuilder("[1,\"0.01\"]");
    for (var at = 2; at <= 20; at++) {
      samples.append(",[").append(at).append(",\"0.02\"]");
    }
    var result =
        matrix
            ? "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
                + samples
                + "]}]}"
            : "{\"resultType\":\"scalar\",\"result\":[20,\"20\"]}";
    return new Reply(200, "{\"status\":\"success\",\"data\":" + result + "}");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        directory.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets:
          staging:
            lease: none
            http: {base: "%s"}
            prometheus: {base: "%s", bearer: {env: TOKEN}, headers: {X-Scope-OrgID: grid}}
            alertmanager: {base: "%s", longest: PT2H}
            notify:
              incidents: {url: {env: SLACK}}
              pager: {url: {file: pager.url}, idempotent: true, attempts: 2}
        """
            .formatted(grid.url(), prometheus.url(), gate.url()));
    Files.writeString(directory.resolve("pager.url"), hook.url() + "/v2/" + SECRET + "\n");
    Files.writeString(
        Files.createDirectories(directory.resolve("runbooks")).resolve("noise.yaml"),
        """
        apiVersion: rollback/v1
        scenario: noise
        title: An incident
        owner: grid-team
        parameters:
          service: {type: string, default: grid-api, description: The service}
        steps:
          - id: silence
            action: alertmanager.silence
            with:
              match: {alertname: HighErrorRate, service: "${service}"}
              match-regex: {instance: "grid-.*"}
              duration: PT45M
              owner: grid-team
              comment: Rolled back on purpose
            temporary: run
          - id: tell
            action: notify.slack
            connection: incidents
            with: {text: "Rolling back ${service}"}
          - id: page
            action: notify.webhook
            connection: pager
            with: {body: {summary: "${service} is rolled back", severity: info}, event-field: dedup_key}
        after:
          - check: http.post
            with:
              path: /search
              body: {query: "${service}", size: 10}
              secret-fields: {token: {env: TOKEN}}
              secret-headers: {X-Key: {env: TOKEN}}
            expect: status == 200 && json.hits == 2
          - check: prometheus.query
            with: {query: "error_ratio{service='${service}'}", window: PT20S, step: PT1S}
            expect: max < 0.05 && value < 0.05 && covered == 20
        """);
    gate.fire(Map.of("alertname", "HighErrorRate", "service", "grid-api", "instance", "grid-1"));
  }

  @AfterEach
  void close() {
    gate.close();
    alertmanager.close();
    prometheus.close();
    hook.close();
    grid.close();
  }

  private Shell shell() {
    var shell =
        new Shell(directory)
            .export("SLACK", hook.url() + "/services/T0/B0/" + SECRET)
            .export("TOKEN", TOKEN);
    shell.clock().forward(Duration.between(shell.clock().instant(), Instant.now()));
    return shell;
  }

  @Test
  void aPlanShowsWhatIsSentAndSendsNothing() throws IOException {
    var plan = shell().run("scenario", "noise", "--target", "staging", "--dry-run");
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("it silences 1 of the 1 alerts that fire now")
        .contains("the webhook in {env: SLACK}")
        .contains("Rolling back grid-api\\n`event ")
        .contains("\"dedup_key\":\"");
    assertThat(gate.writes()).isZero();
    assertThat(hook.asked()).isEmpty();
    assertNoSecret(plan);
  }

  @Test
  void aRunSilencesTellsAndVerifies() throws IOException {
    var run = shell().run("scenario", "noise", "--target", "staging", "--yes");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(gate.writes()).as("made and expired").isEqualTo(2);
    assertThat(gate.silences("grid-team")).as("only until the run has ended").isEmpty();
    assertThat(hook.asked().stream().map(Asked::target))
        .containsExactly("/services/T0/B0/" + SECRET, "/v2/" + SECRET);
    assertThat(hook.asked().getFirst().body()).startsWith("{\"text\":\"Rolling back grid-api\\n");
    assertThat(grid.asked().stream().filter(a -> a.method().equals("POST")).map(Asked::body))
        .containsOnly("{\"query\":\"grid-api\",\"size\":10,\"token\":\"" + TOKEN + "\"}");
    assertThat(prometheus.asked()).allMatch(a -> a.header("X-Scope-OrgID").equals("grid"));
    assertNoSecret(run);
  }

  /** Slack may have it: nobody sends it again before a person has looked. */
  @Test
  void aMessageOfWhichNobodyKnowsIsAskedFor() throws IOException {
    hookReplies.add(new Reply(500, "hm"));
    var shell = shell();
    var run = shell.run("scenario", "noise", "--target", "staging", "--yes");
    assertThat(run.exit()).as(run.out()).isEqualTo(6);
    assertThat(run.out() + run.err()).contains("is not known: HTTP 500 hm");
    assertThat(hook.asked()).hasSize(1);
    var resumed = shell.answering(List.of(new Shell.Answer("Done?", "yes")), "resume");
    assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    assertThat(resumed.out()).contains("Nobody knows whether this was done");
    assertThat(hook.asked()).as("the other message alone").hasSize(2);
    assertNoSecret(run);
    assertNoSecret(resumed);
  }

  private void assertNoSecret(Shell.Result result) throws IOException {
    assertThat(result.out() + result.err()).doesNotContain(SECRET, TOKEN);
    try (var files = Files.walk(directory.resolve("state"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as("%s", file).doesNotContain(SECRET, TOKEN);
      }
    } catch (java.nio.file.NoSuchFileException nothingWasRecorded) {
      assertThat(result.out()).contains("Plan");
    }
  }
}
