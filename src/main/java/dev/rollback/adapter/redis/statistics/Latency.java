package dev.rollback.adapter.redis.statistics;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.link.Server;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code redis.latency}: how long PING takes, and how long the server needs for commands. */
@Doc(
    "Measures how long PING takes, many times, from this machine; and what the server itself has"
        + " measured for commands. It ends after `samples`, or after `duration` if that comes"
        + " first.")
public record Latency(
    @Doc("How many times PING is sent: 1 to 100000.") @Default("100") int samples,
    @Doc("How long to wait between two of them.") @Default("PT0.02S") Duration interval,
    @Doc("How long to measure at most: PT0.1S to PT5M.") @Default("PT10S") Duration duration,
    @Doc(
            "Commands whose latency is read from the server (LATENCY HISTOGRAM, since Redis 7):"
                + " [get, \"config|set\"].")
        List<String> commands)
    implements Check<Latency.Values, RedisReader> {
  private static final int FEW = 20;

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they have no bound
   */
  public Latency {
    commands = List.copyOf(commands);
    if (samples < 1 || samples > 100_000) {
      throw new IllegalArgumentException("`samples` is " + samples + "; it can be 1 to 100000");
    }
    if (interval.isNegative()) {
      throw new IllegalArgumentException("`interval` is negative");
    }
    Window.check("duration", duration);
  }

  /** What was measured. */
  @Doc("How long it took, in milliseconds.")
  public record Values(
      @Doc("How many times PING was answered.") int samples,
      @Doc("Half of them took at most so long.") double p50,
      @Doc("99 of 100 took at most so long; of less than 100 samples, the longest.") double p99,
      @Doc("The longest.") double max,
      @Doc("What the server has measured, by the names under `commands`.")
          Map<String, OfCommand> commands) {}

  /** What the server has measured of one command. */
  @Doc("How long calls took inside the server, in milliseconds, rounded up to a power of two.")
  public record OfCommand(
      @Doc("How many calls since it was started, or its statistics were reset.") long calls,
      @Doc("Half of them took at most so long.") double p50,
      @Doc("99 of 100 took at most so long.") double p99,
      @Doc("The longest.") double max) {
    private static OfCommand of(Histogram h) {
      return new OfCommand(h.calls(), h.quantile(0.5), h.quantile(0.99), h.quantile(1));
    }
  }

  @Override
  public Target target() {
    return Target.of("server", "latency");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return commands.isEmpty()
        ? List.of()
        : List.of(RedisNeeds.reading("LATENCY", "HISTOGRAM", "ping"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("p99 < 1000.0");
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var known = commands.isEmpty() ? Map.<String, Histogram>of() : system.histograms(commands);
    var unknown = commands.stream().filter(c -> !known.containsKey(c)).findFirst();
    if (unknown.isPresent()) {
      return new Reading.Nothing<>(
          Server.atLeast(system.version(), 7)
              ? "the server has counted no call of '" + unknown.get() + "' yet"
              : "Redis " + system.version() + " measures no latency of commands; Redis 7 does");
    }
    var times = measure(system);
    if (times.length < Math.min(samples, FEW)) {
      return new Reading.Nothing<>(
          "PING was answered only %d times within %s".formatted(times.length, duration));
    }
    var commands = new LinkedHashMap<String, OfCommand>();
    known.forEach((name, histogram) -> commands.put(name, OfCommand.of(histogram)));
    return new Reading.Values<>(
        new Values(
            times.length,
            quantile(times, 0.5),
            quantile(times, 0.99),
            quantile(times, 1),
            commands));
  }

  /** Sorted, in nanoseconds. */
  private long[] measure(RedisReader system) {
    var times = new ArrayList<Long>();
    var left = duration;
    while (times.size() < samples && left.isPositive()) {
      var took = system.ping();
      times.add(took.toNanos());
      left = left.minus(took).minus(interval);
      if (times.size() < samples && left.isPositive()) {
        system.pause(interval);
      }
    }
    var sorted = times.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** By nearest rank: a time that was measured. */
  private static double quantile(long[] sorted, double part) {
    return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)] / 1e6;
  }
}
