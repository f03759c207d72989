package dev.rollback.adapter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.adapter.prometheus.PrometheusReader.Result;
import dev.rollback.adapter.prometheus.PrometheusReader.Sample;
import dev.rollback.adapter.prometheus.PrometheusReader.Series;
import dev.rollback.contract.MemoryFiles;
import dev.rollback.diagnostic.Sensitive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class SeriesSnapshotTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Answers from memory; a real server is asked in {@link #aRealServer}. */
  private record Answers(Map<String, Result> byQuery) implements PrometheusReader {
    @Override
    public Result now(String query) {
      throw new AssertionError("a snapshot looks back");
    }

    @Override
    public Result upToNow(String query, int points, Duration step) {
      assertThat(points).isEqualTo(4);
      return byQuery.getOrDefault(query, new Result(List.of(), List.of()));
    }

    @Override
    public dev.rollback.action.Requirement.Finding accepts(String query, boolean window) {
      return new dev.rollback.action.Requirement.Finding.Met();
    }
  }

  @Test
  void aFileForEachQuery() {
    var series =
        new Series(
            Map.of("job", "grid \"api\"", "instance", "a"),
            List.of(new Sample(Instant.EPOCH, 0.5), new Sample(Instant.EPOCH.plusSeconds(15), 1)));
    var files = new MemoryFiles();
    var snapshot =
        new SeriesSnapshot(
            Map.of("errors", "rate(errors[1m])", "none", "nothing"),
            MINUTE,
            Duration.ofSeconds(15));
    var answers =
        new Answers(
            Map.of("rate(errors[1m])", new Result(List.of(series), List.of("a part is missing"))));

    assertThat(snapshot.collect(answers, files))
        .isEqualTo("errors: a part is missing; none: no data");
    assertThat(files.kept())
        .containsEntry(
            "errors.csv",
            List.of(
                "time,labels,value",
                "1970-01-01T00:00:00Z,\"instance=a job=grid \"\"api\"\"\",0.5",
                "1970-01-01T00:00:15Z,\"instance=a job=grid \"\"api\"\"\",1.0"))
        .containsEntry("none.csv", List.of("time,labels,value"));
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThatThrownBy(() -> new SeriesSnapshot(Map.of(), MINUTE, MINUTE))
        .hasMessageContaining("`queries` names none");
    assertThatThrownBy(() -> new SeriesSnapshot(Map.of("a", " "), MINUTE, MINUTE))
        .hasMessageContaining("a query is empty");
    assertThatThrownBy(() -> new SeriesSnapshot(Map.of("a", "up"), Duration.ofSeconds(1), MINUTE))
        .hasMessageContaining("at least as long");
    assertThatThrownBy(
            () -> new SeriesSnapshot(Map.of("a", "up"), Duration.ofDays(30), Duration.ofSeconds(1)))
        .hasMessageContaining("10,000 steps");
  }

  @Test
  @Tag("lab")
  @EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_PROMETHEUS", matches = ".+")
  void aRealServer() {
    var files = new MemoryFiles();
    var base = System.getenv().getOrDefault("ROLLBACK_LAB_PROMETHEUS", "");
    try (var connection =
        new PrometheusAdapter(Path.of(""))
            .connect(new PrometheusSettings(base), _ -> Sensitive.of("x"))) {
      new SeriesSnapshot(Map.of("now", "vector(7)"), MINUTE, Duration.ofSeconds(15))
          .collect(connection.reader(), files);
    }
    assertThat(files.kept().get("now.csv"))
        .hasSizeGreaterThan(3)
        .last()
        .asString()
        .endsWith(",7.0");
  }
}
