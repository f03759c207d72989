package dev.rollback.adapter.redis.statistics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code redis.slowlog}: commands that took long. */
@Doc(
    "Reads from the server's slow log which commands took long lately. Their names alone are kept:"
        + " arguments may be secrets or people's data. A log that does not note such commands is"
        + " inconclusive.")
public record SlowLog(
    @Doc("Commands that took at least so long; the server notes those from 10 ms by default.")
        @Default("PT0.01S")
        Duration over,
    @Doc("How far back to look, by the server's clock.") @Default("PT5M") Duration window,
    @Doc("How many entries are read at most: 1 to 10000.") @Default("128") int most)
    implements Check<SlowLog.Values, RedisReader> {
  private static final String THRESHOLD = "slowlog-log-slower-than";
  private static final String LENGTH = "slowlog-max-len";

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no question
   */
  public SlowLog {
    if (over.isNegative() || !window.isPositive()) {
      throw new IllegalArgumentException(
          "`over` is at least PT0S, and `window` is longer than that");
    }
    if (most < 1 || most > 10_000) {
      throw new IllegalArgumentException("`most` is " + most + "; it can be 1 to 10000");
    }
  }

  /** What was found. */
  @Doc("Commands that took long.")
  public record Values(
      @Doc("How many entries.") long entries,
      @Doc("The longest, in milliseconds; 0 where there is none.") double longest,
      @Doc("How many of each command.") Map<String, Long> commands,
      @Doc("Whether these are all: false where the log does not reach back to the window's start.")
          boolean complete) {}

  @Override
  public Target target() {
    return Target.of("server", "slowlog");
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return List.of(RedisNeeds.reading("SLOWLOG", "GET"));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.of("entries == 0");
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var settings = settings(system);
    var blind = settings.flatMap(this::blind);
    if (blind.isPresent()) {
      return new Reading.Nothing<>(blind.get());
    }
    var since = system.time().minus(window);
    var log = system.slowLog(most);
    // The log's clock shows seconds: an entry of the first second counts.
    var inside = log.stream().filter(e -> !e.at().plusSeconds(1).isBefore(since)).toList();
    var found = inside.stream().filter(e -> e.took().compareTo(over) >= 0).toList();
    if (found.isEmpty() && settings.isEmpty()) {
      return new Reading.Nothing<>(
          "the slow log has none, and whether it would note them cannot be read: CONFIG GET is not"
              + " permitted");
    }
    return new Reading.Values<>(values(found, inside.size() < log.size() || !full(log, settings)));
  }

  private static Values values(List<SlowEntry> found, boolean complete) {
    var commands = new TreeMap<String, Long>();
    found.forEach(e -> commands.merge(e.command(), 1L, Long::sum));
    var longest = found.stream().mapToLong(e -> e.took().toNanos()).max().orElse(0);
    return new Values(found.size(), longest / 1e6, commands, complete);
  }

  /** Empty where this user may not read them. */
  private static Optional<Map<String, String>> settings(RedisReader system) {
    var refused = system.refusal("CONFIG", "GET".getBytes(US_ASCII), THRESHOLD.getBytes(US_ASCII));
    return refused.isPresent()
        ? Optional.empty()
        : Optional.of(system.parameters(List.of(THRESHOLD, LENGTH)));
  }

  private Optional<String> blind(Map<String, String> settings) {
    var from = number(settings, THRESHOLD);
    if (from < 0 || number(settings, LENGTH) == 0) {
      return Optional.of("the server keeps no slow log (" + THRESHOLD + " " + from + ")");
    }
    return from > over.toNanos() / 1_000
        ? Optional.of(
            "the slow log notes only commands from %,d microseconds on (%s)"
                .formatted(from, THRESHOLD))
        : Optional.empty();
  }

  private boolean full(List<SlowEntry> log, Optional<Map<String, String>> settings) {
    return log.size() >= most || settings.filter(s -> log.size() >= number(s, LENGTH)).isPresent();
  }

  private static long number(Map<String, String> settings, String name) {
    return Long.parseLong(settings.getOrDefault(name, "0"));
  }
}
