package dev.rollback.adapter.prometheus;

import static dev.rollback.adapter.prometheus.Said.answer;
import static dev.rollback.adapter.prometheus.Said.error;
import static dev.rollback.adapter.prometheus.Said.series;
import static dev.rollback.adapter.prometheus.Said.serving;
import static dev.rollback.adapter.prometheus.Said.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.RefusedException;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * {@code prometheus.query} where the server misbehaves, is away, or has no data to compare with.
 */
class QueryTroubleTest {
  private static final Query UP =
      new Query(
          "up",
          Optional.empty(),
          Duration.ofSeconds(15),
          Optional.empty(),
          Optional.empty(),
          false,
          false,
          false);

  @Test
  void theServersOwnWordsAreTold() {
    assertThat(failure(400, error("bad_data", "1:4: parse error: unexpected <aggr:sum>")))
        .isEqualTo("Prometheus refuses the query: 1:4: parse error: unexpected <aggr:sum>");
    assertThat(failure(503, error("timeout", "query timed out in expression evaluation")))
        .contains("query timed out");
    assertThat(failure(422, error("execution", "found duplicate series")))
        .contains("found duplicate series");
    assertThat(failure(401, "who are you")).contains("HTTP 401 who are you");
    assertThat(failure(302, "")).contains("does not answer as Prometheus: HTTP 302");
    assertThat(failure(200, "<html>log in</html>")).contains("does not answer as Prometheus");
    assertThat(failure(200, "{\"status\":\"success\"}")).contains("does not answer as Prometheus");
    assertThat(failure(200, "x".repeat(9 << 20))).contains("more than 8 MiB");
    assertThat(failure(200, answer("string", "[1,\"a\"]"))).contains("its result is a string");
    assertThat(failure(200, answer("vector", "[{\"metric\":{},\"histogram\":[1,{}]}]")))
        .contains("native histogram");
    assertThat(failure(200, vector(series("a", "many")))).contains("a value is 'many'");
  }

  @Test
  void aServerThatIsAway() {
    var nowhere = TestSite.nowhere();
    var settings = new PrometheusSettings(nowhere);
    assertThat(failure(settings)).contains("Nothing answers at " + nowhere);
    assertThat(accepts(settings)).isInstanceOf(Finding.Warning.class);
    assertThat(failure(new PrometheusSettings("http://no-such-host.invalid")))
        .contains("cannot be resolved");
  }

  @Test
  void anAnswerThatComesTooLate() {
    try (var site = TestSite.silent()) {
      assertThat(failure(hurried(site.url()))).contains("No complete answer from " + site.url());
    }
    try (var site = TestSite.hangingUp()) {
      assertThat(failure(new PrometheusSettings(site.url()))).contains("broke");
    }
  }

  @Test
  void aQueryThatWouldBeRefusedIsFoundBeforeStepOne() {
    try (var site =
        TestSite.answering(_ -> new Reply(400, error("bad_data", "unknown function")))) {
      assertThat(accepts(new PrometheusSettings(site.url())))
          .isInstanceOfSatisfying(
              Finding.Missing.class, m -> assertThat(m.why()).contains("unknown function"));
    }
    try (var site = TestSite.answering(_ -> new Reply(403, ""))) {
      assertThat(accepts(new PrometheusSettings(site.url()))).isInstanceOf(Finding.Missing.class);
    }
  }

  @Test
  void aBaselineIsComparedWithAndOneThatIsNotThereIsARefusal() {
    var answer = new AtomicReference<>(vector(series("a", "0.10")));
    try (var site = TestSite.answering(_ -> new Reply(200, Objects.requireNonNull(answer.get())));
        var connection =
            new PrometheusAdapter(Path.of(""))
                .connect(new PrometheusSettings(site.url()), _ -> Sensitive.of("unused"))) {
      var bench =
          new Workbench(
              List.of(new PrometheusAdapter(Path.of(""))), Map.of("prometheus", connection));
      var scenario =
          bench.bind(
              """
              steps:
                - {id: wait, manual: Wait for it}
              after:
                - {id: rate, check: prometheus.query, with: {query: rate},
                   expect: value <= baseline.value * 1.2 && series == baseline.series}
              """);
      var plan = bench.plan(scenario);
      answer.set(vector(series("a", "0.12")));
      assertThat(bench.run(scenario, plan).failures()).containsExactly("wait: ", "rate: ");
      answer.set(vector(series("a", "0.13")));
      var ran = bench.run(scenario, plan);
      assertThat(ran.state().step("rate").check().orElseThrow().why())
          .endsWith("with baseline.value = 0.1, baseline.series = 1");
      answer.set(vector(""));
      assertThatThrownBy(() -> bench.plan(scenario))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("'rate' compares with a baseline, and has none: no data now");
    }
  }

  private static PrometheusSettings hurried(String base) {
    return new PrometheusSettings(
        base,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(300));
  }

  private static Finding accepts(PrometheusSettings settings) {
    try (var connection =
        new PrometheusAdapter(Path.of("")).connect(settings, _ -> Sensitive.of("unused"))) {
      return UP.requirements().getFirst().probe().apply(connection.reader());
    }
  }

  private static String failure(int status, String body) {
    try (var site = serving(status, body)) {
      return failure(new PrometheusSettings(site.url()));
    }
  }

  private static String failure(PrometheusSettings settings) {
    try (var connection =
        new PrometheusAdapter(Path.of("")).connect(settings, _ -> Sensitive.of("unused"))) {
      var failure = catchThrowableOfType(SystemException.class, () -> UP.read(connection.reader()));
      assertThat(failure).isNotNull();
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(failure.advice()).isPresent();
      return failure.problem();
    }
  }
}
