package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.Capture;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;

/** {@code redis.snapshot}. */
@Doc(
    "Keeps what the server says of itself: all of INFO, how long its commands took, and the slow"
        + " log. Of the slow log the names of commands are kept and no arguments, which may be"
        + " secrets or people's data.")
public record ServerSnapshot(
    @Doc("How many entries of the slow log are kept at most: 1 to 10000.") @Default("1000")
        int slowlog)
    implements Capture<RedisReader> {
  private static final int MOST = 10_000;

  /**
   * Takes the input.
   *
   * @throws IllegalArgumentException when it is out of its range
   */
  public ServerSnapshot {
    if (slowlog < 1 || slowlog > MOST) {
      throw new IllegalArgumentException("`slowlog` is " + slowlog + "; it can be 1 to " + MOST);
    }
  }

  @Override
  public Target target() {
    return Target.of("server", "statistics");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(RedisNeeds.reading("INFO"), RedisNeeds.reading("SLOWLOG", "GET"));
  }

  @Override
  public String preview() {
    return "all of INFO, the latencies of commands where the server measures them, and the newest"
        + " %,d entries of the slow log without arguments".formatted(slowlog);
  }

  @Override
  public String collect(RedisReader system, Files files) {
    var statistics = Snapshot.take(system);
    files.keep("redis-info.txt", statistics.info().text().lines());
    if (!statistics.histograms().isEmpty()) {
      files.keep(
          "redis-latency.txt",
          statistics.histograms().entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue().line()));
    }
    var slow = system.slowLog(slowlog);
    files.keep(
        "redis-slowlog.txt",
        slow.stream()
            .map(e -> "%s %,d us %s".formatted(e.at(), e.took().toNanos() / 1_000, e.command())));
    return slow.size() < slowlog ? "" : "the slow log was cut after %,d entries".formatted(slowlog);
  }
}
