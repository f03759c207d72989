package dev.rollback.adapter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that scrapes a page of ours: a real Prometheus, and what answers as one. */
abstract class PrometheusContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final String metric = "lab_" + UUID.randomUUID().toString().replace("-", "");
  private volatile String page = "";
  private final TestSite site = TestSite.answering(_ -> new Reply(200, page));
  private Optional<Connection<PrometheusReader, PrometheusReader>> connection = Optional.empty();

  /** The server's base URL. */
  protected abstract String base();

  /** From now on it scrapes these addresses, HOST:PORT, and no other ones. */
  protected abstract void scrape(List<String> addresses) throws IOException;

  @BeforeEach
  final void connect() throws IOException {
    connection =
        Optional.of(
            new PrometheusAdapter(Path.of(""))
                .connect(new PrometheusSettings(base()), _ -> Sensitive.of("x")));
    scrape(List.of(site.url().substring("http://".length())));
  }

  @AfterEach
  final void disconnect() {
    connection().close();
    site.close();
  }

  private Connection<PrometheusReader, PrometheusReader> connection() {
    return connection.orElseThrow();
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(connection().ping()).matches("Prometheus \\d+\\.\\d+.*");
  }

  @Test
  void aValueNowAndOverAWindow() {
    page = metric + "{path=\"a b\"} 3\n" + metric + "{path=\"c\\\"d\"} 5\n";
    await().atMost(PATIENCE).until(() -> read(query(metric)) instanceof Reading.Values);
    var now = values(query(metric));
    assertThat(now.series()).isEqualTo(2);
    assertThat(now.min()).contains(3.0);
    assertThat(now.max()).contains(5.0);
    assertThat(now.value()).isEmpty();
    assertThat(now.latest().keySet()).anyMatch(name -> name.contains("path=\"a b\""));
    assertThat(values(query("sum(" + metric + ")")).value()).contains(8.0);
    assertThat(values(query("scalar(sum(" + metric + "))")).value()).contains(8.0);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var window = values(window(metric, 3));
              assertThat(window.samples()).isEqualTo(3);
              assertThat(window.covered()).isEqualTo(3.0);
            });
    page = metric + "{path=\"a b\"} 9\n";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(values(window(metric, 3)).max()).as("what was").contains(9.0));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(values(window(metric, 3)).min()).as("all through").contains(9.0));
  }

  @Test
  void aWindowThatHasJustBegunIsInconclusive() {
    page = metric + " 1\n";
    await().atMost(PATIENCE).until(() -> read(query(metric)) instanceof Reading.Values);
    assertThat(why(window(metric, 600))).contains("of 600 samples");
  }

  @Test
  void whatIsNoLongerScrapedGoesStale() throws IOException {
    page = metric + " 1\n";
    await().atMost(PATIENCE).until(() -> read(query(metric)) instanceof Reading.Values);
    scrape(List.of());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(why(query(metric))).isEqualTo("no data now"));
  }

  /** An old sample counts for as long as the server looks back; its age can be asked for. */
  @Test
  void theAgeOfASampleIsAQueryToo() {
    page = metric + " 1 " + (System.currentTimeMillis() - 60_000) + "\n";
    await().atMost(PATIENCE).until(() -> read(query(metric)) instanceof Reading.Values);
    var age = values(query("time() - timestamp(" + metric + ")")).value().orElseThrow();
    assertThat(age).isBetween(59.0, 120.0);
  }

  @Test
  void nothingAndWhatIsNoNumber() {
    assertThat(why(query("no_such_metric"))).isEqualTo("no data now");
    assertThat(why(query("vector(0) / vector(0)"))).contains("NaN");
    assertThat(values(query("vector(1) / vector(0)")).value()).contains(Double.POSITIVE_INFINITY);
  }

  @Test
  void queriesThatAreNone() {
    assertThatThrownBy(() -> read(query("sum(")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("Prometheus refuses the query: ")
        .hasMessageContaining("parse error");
    assertThatThrownBy(() -> read(window("up[5m]", 10))).hasMessageContaining("range vector");
    assertThat(accepts(query("sum("))).isInstanceOf(Finding.Missing.class);
    assertThat(accepts(window("up[5m]", 10))).isInstanceOf(Finding.Missing.class);
    assertThat(accepts(query("up"))).isInstanceOf(Finding.Met.class);
    assertThat(accepts(window("up", 10))).isInstanceOf(Finding.Met.class);
    assertThat(accepts(query("no_such_metric"))).isInstanceOf(Finding.Met.class);
  }

  private Finding accepts(Query query) {
    return query.requirements().getFirst().probe().apply(connection().reader());
  }

  private static Query query(String text) {
    return new Query(
        text, Optional.empty(), SECOND, Optional.empty(), Optional.empty(), false, false, false);
  }

  private static Query window(String text, int seconds) {
    return new Query(
        text,
        Optional.of(Duration.ofSeconds(seconds)),
        SECOND,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  private Reading<Query.Values> read(Query query) {
    return query.read(connection().reader());
  }

  private Query.Values values(Query query) {
    return switch (read(query)) {
      case Reading.Values<Query.Values>(var values) -> values;
      case Reading.Nothing<Query.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private String why(Query query) {
    return switch (read(query)) {
      case Reading.Values<Query.Values>(var values) -> throw new AssertionError(values);
      case Reading.Nothing<Query.Values>(var why) -> why;
    };
  }
}
