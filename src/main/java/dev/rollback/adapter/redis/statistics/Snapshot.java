package dev.rollback.adapter.redis.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Content;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All statistics of a server at one time, as text that a person can read.
 *
 * @param info what INFO says
 * @param histograms the latencies of commands; empty before Redis 7
 */
record Snapshot(Info info, Map<String, Histogram> histograms) {
  static Snapshot take(RedisReader system) {
    return new Snapshot(system.info(Info.EVERYTHING), system.histograms(List.of()));
  }

  /** One entry for INFO, and one for the histograms where there are any. */
  void keep(Content.Sink sink) {
    sink.put(info.text().getBytes(UTF_8));
    if (!histograms.isEmpty()) {
      sink.put(
          histograms.entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue().line())
              .collect(Collectors.joining("\n", "# LATENCY HISTOGRAM\n", "\n"))
              .getBytes(UTF_8));
    }
  }

  /** What was kept; the histograms are for people alone. */
  static Snapshot read(Content content) {
    var entries = new ArrayList<String>();
    content.forEach(entry -> entries.add(new String(entry, UTF_8)));
    if (entries.isEmpty()) {
      throw SystemException.refused(
          "The statistics that were saved are not there.",
          "Use the run's own files; without them it cannot be told what was done.");
    }
    return new Snapshot(new Info(entries.getFirst()), Map.of());
  }
}
