package dev.rollback.adapter.prometheus;

import static dev.rollback.adapter.prometheus.Said.answer;
import static dev.rollback.adapter.prometheus.Said.matrix;
import static dev.rollback.adapter.prometheus.Said.series;
import static dev.rollback.adapter.prometheus.Said.serving;
import static dev.rollback.adapter.prometheus.Said.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.SecretRef;
import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Shapes;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What {@code prometheus.query} makes of answers; a real server's are in {@link PrometheusLabIT}.
 */
class QueryTest {
  private static final String NO_DATA = vector("");

  @Test
  void aValueOfOneSeries() {
    var values = values(query("up"), vector(series("a", "0.25")));
    assertThat(values.series()).isEqualTo(1);
    assertThat(values.value()).contains(0.25);
    assertThat(values.samples()).isEqualTo(1);
    assertThat(values.latest()).containsExactly(Map.entry("up{instance=\"a\"}", 0.25));
    assertThat(holds("value < 0.5 && value < 1 && max <= 0.25 && series == 1", values)).isTrue();
  }

  @Test
  void ofSeveralSeriesThereIsNoValueWithoutAnAggregate() {
    var answer = vector(series("a", "1") + "," + series("b", "3"));
    var values = values(query("up"), answer);
    assertThat(values.value()).isEmpty();
    assertThat(values.min()).contains(1.0);
    assertThat(values.max()).contains(3.0);
    assertThat(values.avg()).contains(2.0);
    assertThat(evaluate("value < 5", values)).isInstanceOf(Verdict.Undecided.class);
    assertThat(values(aggregated(Query.Aggregate.SUM), answer).value()).contains(4.0);
    assertThat(values(aggregated(Query.Aggregate.MIN), answer).value()).contains(1.0);
    assertThat(values(aggregated(Query.Aggregate.MAX), answer).value()).contains(3.0);
    assertThat(values(aggregated(Query.Aggregate.AVG), answer).value()).contains(2.0);
  }

  @Test
  void aScalarAndInfinity() {
    assertThat(values(query("1/0"), answer("scalar", "[1700000000.5,\"+Inf\"]")).value())
        .contains(Double.POSITIVE_INFINITY);
    var codec = Codec.of(Query.Values.class);
    var values = values(query("up"), vector(series("a", "-Inf")));
    assertThat(codec.decode(codec.encode(values))).isEqualTo(values);
  }

  @Test
  void aWindowIsJudgedAsAWhole() {
    var values =
        values(
            window("PT60S", "PT15S"),
            matrix("[1,\"1\"],[16,\"9\"],[31,\"2\"],[46,\"4\"]", "[1,\"0\"],[46,\"5\"]"));
    assertThat(values.series()).isEqualTo(2);
    assertThat(values.min()).contains(0.0);
    assertThat(values.max()).contains(9.0);
    assertThat(values.samples()).isEqualTo(4);
    assertThat(values.covered()).isEqualTo(60);
    assertThat(values.value()).isEmpty();
    var one =
        values(window("PT60S", "PT15S"), matrix("[1,\"1\"],[16,\"9\"],[31,\"2\"],[46,\"4\"]"));
    assertThat(one.value()).contains(4.0);
    assertThat(one.avg()).contains(4.0);
  }

  @Test
  void anAggregateOfAWindowIsMadeAtEachTime() {
    var query =
        new Query(
            "up",
            Optional.of(Duration.ofSeconds(30)),
            Duration.ofSeconds(15),
            Optional.of(Query.Aggregate.SUM),
            Optional.empty(),
            false,
            false,
            false);
    var values = values(query, matrix("[1,\"1\"],[16,\"9\"]", "[1,\"5\"],[16,\"2\"]"));
    assertThat(values.value()).contains(11.0);
    assertThat(values.min()).contains(6.0);
    assertThat(values.max()).contains(11.0);
  }

  @Test
  void tooFewSamplesAreInconclusive() {
    assertThat(why(window("PT60S", "PT15S"), matrix("[1,\"1\"],[16,\"9\"],[31,\"2\"]")))
        .isEqualTo("only 3 of 4 samples in the last PT1M; 4 are needed");
    var three =
        new Query(
            "up",
            Optional.empty(),
            Duration.ofSeconds(15),
            Optional.empty(),
            Optional.of(3),
            false,
            false,
            false);
    assertThat(why(three, vector(series("a", "1")))).isEqualTo("only 1 series; 3 are needed");
  }

  @Test
  void noDataIsInconclusiveUnlessNothingIsWhatIsAskedFor() {
    assertThat(why(query("up"), NO_DATA)).isEqualTo("no data now");
    assertThat(why(window("PT60S", "PT15S"), answer("matrix", "[]")))
        .isEqualTo("no data in the last PT1M");
    var values = values(empty(), NO_DATA);
    assertThat(values.series()).isZero();
    assertThat(holds("series == 0", values)).isTrue();
    assertThat(evaluate("max < 1", values)).isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void whatIsNoNumberIsInconclusiveUnlessItIsLeftOut() {
    var answer = vector(series("a", "NaN") + "," + series("b", "3"));
    assertThat(why(query("up"), answer)).isEqualTo("1 of 2 samples are NaN (0/0: no traffic?)");
    var ignoring =
        new Query(
            "up",
            Optional.empty(),
            Duration.ofSeconds(15),
            Optional.empty(),
            Optional.empty(),
            false,
            true,
            false);
    assertThat(values(ignoring, answer).value()).contains(3.0);
    assertThat(why(ignoring, vector(series("a", "NaN")))).isEqualTo("no data now");
  }

  @Test
  void anIncompleteAnswerIsInconclusiveUnlessTheAuthorWantsIt() {
    var answer =
        NO_DATA.replace("\"status\"", "\"warnings\":[\"store 10.0.0.7 is away\"],\"status\"");
    assertThat(why(query("up"), answer))
        .isEqualTo("the answer may be incomplete: store 10.0.0.7 is away");
    var partial = vector(series("a", "1")).replace("\"status\"", "\"warnings\":[\"w\"],\"status\"");
    var allowing =
        new Query(
            "up",
            Optional.empty(),
            Duration.ofSeconds(15),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            true);
    assertThat(values(allowing, partial).warnings()).containsExactly("w");
  }

  @Test
  void aLoginAndLongQueriesAreSent() {
    try (var site = TestSite.answering(_ -> new Reply(200, vector(series("a", "1"))))) {
      var settings =
          settings(site.url(), Optional.of(new SecretRef.Env("T")), Duration.ofSeconds(5));
      read(settings, query("sum by (a) (up{b=\"c d\"})"));
      read(settings, query("up + ".repeat(600) + "up"));
      assertThat(site.asked().getFirst().target())
          .startsWith("/api/v1/query?query=sum%20by%20%28a%29");
      assertThat(site.asked().getFirst().header("X-Scope-OrgID")).isEqualTo("team");
      assertThat(site.asked().getFirst().header("Authorization")).isEqualTo("Bearer t0ken-4711");
      assertThat(site.asked().getLast().method()).isEqualTo("POST");
      assertThat(site.asked().getLast().body()).startsWith("query=up%20%2B%20up");
    }
  }

  @Test
  void inputsThatAskForNothing() {
    assertThatThrownBy(() -> query(" ")).hasMessageContaining("empty");
    assertThatThrownBy(() -> window("PT5S", "PT15S")).hasMessageContaining("shorter than `step`");
    assertThatThrownBy(() -> window("P30D", "PT1S")).hasMessageContaining("10,000");
    assertThatThrownBy(
            () ->
                new Query(
                    "up",
                    Optional.of(Duration.ofMinutes(1)),
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    Optional.of(3),
                    false,
                    false,
                    false))
        .hasMessageContaining("more than the window has: 2");
    assertThatThrownBy(
            () -> settings("http://h:1", Optional.of(new SecretRef.Env("T")), Duration.ZERO))
        .hasMessageContaining("timeout");
  }

  @Test
  void everythingIsDescribed() {
    for (var type : new PrometheusAdapter(Path.of("")).steps()) {
      assertThat(Shapes.ofRecord(type.inputs()).components())
          .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    }
    assertThat(query("sum(\n  up)").target().label()).isEqualTo("sum( up)");
    assertThat(query("up").expectation()).isEmpty();
  }

  private static Query query(String text) {
    return new Query(
        text,
        Optional.empty(),
        Duration.ofSeconds(15),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  private static Query empty() {
    return new Query(
        "ALERTS",
        Optional.empty(),
        Duration.ofSeconds(15),
        Optional.empty(),
        Optional.empty(),
        true,
        false,
        false);
  }

  private static Query aggregated(Query.Aggregate how) {
    return new Query(
        "up",
        Optional.empty(),
        Duration.ofSeconds(15),
        Optional.of(how),
        Optional.empty(),
        false,
        false,
        false);
  }

  private static Query window(String window, String step) {
    return new Query(
        "up",
        Optional.of(Duration.parse(window)),
        Duration.parse(step),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false);
  }

  private static PrometheusSettings settings(
      String base, Optional<SecretRef> bearer, Duration timeout) {
    return new PrometheusSettings(
        base,
        Optional.empty(),
        Optional.empty(),
        bearer,
        Map.of("X-Scope-OrgID", "team"),
        Optional.empty(),
        Optional.empty(),
        timeout);
  }

  private static Reading<Query.Values> read(PrometheusSettings settings, Query query) {
    try (var connection =
        new PrometheusAdapter(Path.of("")).connect(settings, _ -> Sensitive.of("t0ken-4711"))) {
      return query.read(connection.reader());
    }
  }

  private static Reading<Query.Values> read(Query query, String answer) {
    try (var site = serving(200, answer)) {
      return read(new PrometheusSettings(site.url()), query);
    }
  }

  private static Query.Values values(Query query, String answer) {
    return switch (read(query, answer)) {
      case Reading.Values<Query.Values>(var values) -> values;
      case Reading.Nothing<Query.Values>(var why) -> throw new AssertionError(why);
    };
  }

  private static String why(Query query, String answer) {
    return switch (read(query, answer)) {
      case Reading.Values<Query.Values>(var values) -> throw new AssertionError(values);
      case Reading.Nothing<Query.Values>(var why) -> why;
    };
  }

  private static Verdict evaluate(String expectation, Query.Values values) {
    var variables = Variables.of(Shapes.ofRecord(Query.Values.class));
    return Condition.compile(expectation, variables).orThrow().evaluate(values);
  }

  private static boolean holds(String expectation, Query.Values values) {
    return switch (evaluate(expectation, values)) {
      case Verdict.Decided(var holds) -> holds;
      case Verdict.Undecided(var why) -> throw new AssertionError(why.message());
    };
  }
}
