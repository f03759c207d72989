package dev.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.run.CheckSamples.Range;
import dev.rollback.run.CheckSamples.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of the readings of a check, however many there are. */
class SamplingTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant START = Instant.parse("2026-02-13T03:12:07Z");

  private static CheckResult result(int second, Verdict verdict, ObjectNode values) {
    return new CheckResult(
        "c", "", "notes.read", "", verdict, values, "", START.plusSeconds(second), second + 1);
  }

  private static ObjectNode value(int n) {
    return JSON.objectNode().put("value", n);
  }

  /** Reads the second that it is, once a second; the last reading decides. */
  private static CheckSamples read(int times) {
    var sampling = new Sampling((_, _) -> {});
    IntStream.range(0, times - 1)
        .forEach(i -> sampling.read(result(i, Verdict.FAIL, value(i)), Duration.ZERO));
    return sampling.with(result(times - 1, Verdict.PASS, value(times - 1))).orElseThrow();
  }

  private static List<Integer> seconds(CheckSamples samples) {
    return samples.kept().stream().map(s -> s.values().path("value").asInt()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 199, 200})
  void asManyAsThereIsRoomForAreAllKept(int times) {
    assertThat(seconds(read(times))).isEqualTo(IntStream.range(0, times).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 399, 400, 401, 402, 1000, 86_400})
  void ofMoreTheFirstTheLastAndSomeBetweenAreKeptEvenly(int times) {
    var kept = seconds(read(times));
    assertThat(kept).hasSizeBetween(100, 200).isSorted().doesNotHaveDuplicates();
    assertThat(kept.getFirst()).isZero();
    assertThat(kept.getLast()).isEqualTo(times - 1);
    var gaps = IntStream.range(1, kept.size() - 1).map(i -> kept.get(i) - kept.get(i - 1));
    assertThat(gaps.distinct().toArray()).hasSize(1);
  }

  @Test
  void theLeastAndTheMostAreThoseOfAllReadings() {
    var sampling = new Sampling((_, _) -> {});
    for (var i = 0; i < 1000; i++) {
      var n = i == 501 ? 7_000 : i == 503 ? -3 : 5;
      sampling.read(result(i, Verdict.FAIL, value(n)), Duration.ZERO);
    }
    var samples = sampling.with(result(1000, Verdict.FAIL, value(5))).orElseThrow();
    assertThat(seconds(samples)).containsOnly(5);
    assertThat(samples.ranges())
        .containsOnlyKeys("value")
        .containsValue(new Range(JSON.numberNode(-3), JSON.numberNode(7_000)));
  }

  @Test
  void whatIsNoNumberHasNoRange() {
    var sampling = new Sampling((_, _) -> {});
    sampling.read(
        result(0, Verdict.FAIL, JSON.objectNode().put("a", Double.NaN).put("b", "12")),
        Duration.ZERO);
    var more = JSON.objectNode().put("a", Double.POSITIVE_INFINITY).put("b", true);
    assertThat(sampling.with(result(1, Verdict.FAIL, more)).orElseThrow().ranges()).isEmpty();
  }

  @Test
  void whatIsNoMeasurementIsKeptOfTheLastReadingAlone() {
    var values = JSON.objectNode().put("status", 200).put("ok", true).put("reason", "OK");
    var all = values.deepCopy().put("body", "x".repeat(81));
    all.putArray("pods").add("a");
    all.putObject("labels").put("a", "b");
    all.putNull("nothing");
    var sampling = new Sampling((_, _) -> {});
    sampling.read(result(0, Verdict.FAIL, all), Duration.ZERO);
    var last = result(1, Verdict.PASS, all);
    assertThat(sampling.with(last).orElseThrow().kept())
        .extracting(Sample::values)
        .containsOnly(values);
  }

  @Test
  void whoListensIsToldAllTheSame() {
    var told = new ArrayList<Duration>();
    var sampling = new Sampling((_, holds) -> told.add(holds));
    sampling.read(result(0, Verdict.PASS, value(1)), Duration.ZERO);
    sampling.read(result(1, Verdict.PASS, value(1)), Duration.ofSeconds(1));
    assertThat(told).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
  }

  @Test
  void oneReadingIsNoSeries() {
    assertThat(new Sampling((_, _) -> {}).with(result(0, Verdict.PASS, value(1)))).isEmpty();
  }
}
