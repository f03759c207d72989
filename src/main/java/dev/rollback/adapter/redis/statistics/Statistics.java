package dev.rollback.adapter.redis.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Wire;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server counts and measures of itself. What reads it throws {@link
 * dev.rollback.diagnostic.SystemException}, with no effect, when there is no answer.
 */
public record Statistics(RedisLink link) {

  /**
   * What INFO says.
   *
   * @param section one section, or {@code everything}
   */
  public Info info(String section) {
    var answer = link.connection().async().info(section);
    return new Info(link.await(answer, "asking for INFO " + section, false));
  }

  /**
   * How long the calls of commands took, by their names; empty before Redis 7.
   *
   * @param commands which; none means all that were called
   */
  public Map<String, Histogram> histograms(List<String> commands) {
    if (!link.server().atLeast(7)) {
      return Map.of();
    }
    var arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).add("HISTOGRAM".getBytes(UTF_8));
    commands.forEach(command -> arguments.add(command.getBytes(UTF_8)));
    var answer =
        link.await(
            Wire.send(
                link.connection(),
                "LATENCY",
                new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                arguments),
            "asking for LATENCY HISTOGRAM",
            false);
    var histograms = new TreeMap<String, Histogram>();
    for (var i = 0; i + 1 < answer.size(); i += 2) {
      histograms.put(text(answer.get(i)), histogram((List<?>) answer.get(i + 1)));
    }
    return histograms;
  }

  /** {@code calls, N, histogram_usec, [time, count, …]}. */
  private static Histogram histogram(List<?> answer) {
    var steps = new TreeMap<Long, Long>();
    if (answer.get(3) instanceof List<?> pairs) {
      for (var i = 0; i + 1 < pairs.size(); i += 2) {
        steps.put((Long) pairs.get(i), (Long) pairs.get(i + 1));
      }
    }
    return new Histogram((Long) answer.get(1), steps);
  }

  /**
   * The latest entries of the slow log, the newest first.
   *
   * @param most how many at most
   */
  public List<SlowEntry> slowLog(int most) {
    var answer =
        link.await(link.connection().async().slowlogGet(most), "reading the slow log", false);
    var entries = new ArrayList<SlowEntry>();
    for (var entry : answer) {
      entries.add(entry((List<?>) entry));
    }
    return entries;
  }

  /** {@code id, time in seconds, microseconds, [command, arguments …], address, client}. */
  private static SlowEntry entry(List<?> entry) {
    var words = (List<?>) entry.get(3);
    return new SlowEntry(
        Instant.ofEpochSecond((Long) entry.get(1)),
        Duration.ofNanos((Long) entry.get(2) * 1_000),
        CommandName.of(words.stream().map(Statistics::text).toList()));
  }

  /**
   * Sets all to zero.
   *
   * @throws dev.rollback.diagnostic.SystemException which says whether that may have happened
   */
  public void reset() {
    link.await(link.connection().async().configResetstat(), "resetting the statistics", true);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }
}
