package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code redis.hit-ratio}: how many reads find their key, now and not since the server was started.
 */
@Doc(
    "How many reads find their key, within a window: INFO is read at its beginning and at its end."
        + " Too few reads are inconclusive, and so are statistics that were reset in between.")
public record HitRatio(
    @Doc("How long the window is: PT0.1S to PT5M.") @Default("PT10S") Duration window,
    @Doc("With fewer reads in the window nothing can be said.") @Default("100") long minimum)
    implements Check<HitRatio.Values, RedisReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when nothing could be said of any window
   */
  public HitRatio {
    Window.check("window", window);
    if (minimum < 1) {
      throw new IllegalArgumentException("`minimum` is " + minimum + "; it is at least 1");
    }
  }

  /** What was counted. */
  @Doc("Reads within the window.")
  public record Values(
      @Doc("Hits among all reads: 0 to 1.") double ratio,
      @Doc("Reads of keys that were there.") long hits,
      @Doc("Reads of keys that were not there.") long misses) {}

  @Override
  public Target target() {
    return Target.of("server", "hit-ratio");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(RedisNeeds.reading("INFO"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty(); // what is usual differs from cache to cache
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var earlier = system.info(Info.EVERYTHING);
    system.pause(window);
    var later = system.info(Info.EVERYTHING);
    if (Counters.begunAnew(earlier, later)) {
      return new Reading.Nothing<>(
          "the server has begun to count anew within the window: it was restarted, or its"
              + " statistics were reset");
    }
    var hits = rise("keyspace_hits", earlier, later);
    var misses = rise("keyspace_misses", earlier, later);
    if (hits + misses < minimum) {
      return new Reading.Nothing<>(
          "only %,d reads within %s; %,d are needed".formatted(hits + misses, window, minimum));
    }
    return new Reading.Values<>(new Values((double) hits / (hits + misses), hits, misses));
  }

  private static long rise(String counter, Info earlier, Info later) {
    return later.count(counter) - earlier.count(counter);
  }
}
