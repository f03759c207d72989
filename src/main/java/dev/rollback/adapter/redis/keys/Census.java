package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code redis.census}: what kinds of keys there are, how many, and how much memory they take. */
@Doc(
    "Counts the keys of the database by prefix, up to a colon, and estimates the memory of each"
        + " prefix from some of its keys. It goes by SCAN and ends at a bound, so that a large"
        + " database is not gone through.")
public record Census(
    @Doc("Which keys: a Redis glob.") @Default("*") String pattern,
    @Doc("How many colons a prefix has: 1 to 10.") @Default("1") int depth,
    @Doc("About how many keys of the database are looked at.") @Default("100000") long most,
    @Doc("How many keys of each prefix are measured (MEMORY USAGE): 0 to 100.") @Default("5")
        int sample)
    implements Check<Census.Values, RedisReader> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they make no question
   */
  public Census {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("an empty pattern matches no key");
    }
    if (depth < 1 || depth > 10 || most < 1 || sample < 0 || sample > 100) {
      throw new IllegalArgumentException(
          "`depth` is 1 to 10, `most` at least 1, and `sample` 0 to 100");
    }
  }

  /** What was counted. */
  @Doc("Keys by prefix.")
  public record Values(
      @Doc("How many keys match, of those that were looked at.") long keys,
      @Doc("Whether all keys of the database were looked at.") boolean complete,
      @Doc(
              "What begins alike, by its prefix: prefixes['session:']. Names without a colon are"
                  + " '(no prefix)', what is beyond a thousand prefixes '(other prefixes)'.")
          Map<String, Group> prefixes,
      @Doc("The prefix whose keys take the most memory; empty where none was measured.")
          String largest,
      @Doc("What part of the memory of all these keys they take: 0 to 1.") double part) {}

  /** Keys that begin alike. */
  @Doc("Keys that begin alike.")
  public record Group(
      @Doc("How many.") long keys,
      @Doc("What part of all that were counted: 0 to 1.") double share,
      @Doc("The memory that they take, in bytes, estimated from those that were measured.")
          long bytes) {}

  @Override
  public Target target() {
    return Target.of("keys", pattern);
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    var scan = RedisNeeds.reading("SCAN", "0");
    return sample == 0
        ? List.of(scan)
        : List.of(scan, RedisNeeds.measuring(new KeyPattern(pattern)));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty(); // what is right differs from database to database
  }

  @Override
  public Reading<Values> read(RedisReader system) {
    var census = system.prefixes(new KeyPattern(pattern), depth, most, sample);
    var prefixes = new LinkedHashMap<String, Group>();
    census
        .groups()
        .forEach(
            g ->
                prefixes.put(
                    g.prefix(),
                    new Group(g.keys(), (double) g.keys() / census.keys(), g.estimate())));
    var largest =
        census.groups().stream()
            .filter(g -> g.measured() > 0)
            .max(Comparator.comparingLong(PrefixCensus.Group::estimate));
    var all = census.groups().stream().mapToLong(PrefixCensus.Group::estimate).sum();
    return new Reading.Values<>(
        new Values(
            census.keys(),
            census.complete(),
            prefixes,
            largest.map(PrefixCensus.Group::prefix).orElse(""),
            largest.map(g -> (double) g.estimate() / Math.max(all, 1)).orElse(0.0)));
  }
}
