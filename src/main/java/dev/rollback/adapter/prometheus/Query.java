package dev.rollback.adapter.prometheus;

import dev.rollback.action.Check;
import dev.rollback.action.Requirement;
import dev.rollback.action.Target;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code prometheus.query}: a value now, or all values of a window that ends now. */
@Doc(
    "Asks Prometheus for a value now, or for all values of a window that ends now. No data, NaN,"
        + " too few samples and an incomplete answer are inconclusive. `window` looks back at what"
        + " was recorded and answers at once; `for` beside it reads again and again for that long."
        + " A sample counts for as long as the server looks back, usually PT5M: how old it is says"
        + " the query time() - timestamp(METRIC).")
public record Query(
    @Doc("The query, in PromQL.") String query,
    @Doc("How far to look back: PT5M. Without it, the value now.") Optional<Duration> window,
    @Doc("The time between two samples of the window.") @Default("PT15S") Duration step,
    @Doc(
            "How one value is made of several series; without it, `value` is there only where the"
                + " query gives one series.")
        Optional<Aggregate> aggregate,
    @Doc(
            "How many samples there must be. When missing: 1; of a window, nine tenths of all that"
                + " it can have.")
        Optional<Integer> minSamples,
    @Doc(
            "Judges an empty result as well (`series` is 0): for a query of what should not be"
                + " there.")
        @Default("false")
        boolean allowEmpty,
    @Doc("Leaves out samples that are NaN: a ratio of endpoints of which some have no traffic.")
        @Default("false")
        boolean ignoreNan,
    @Doc("Judges an answer with warnings as well, of which parts may be missing.") @Default("false")
        boolean allowWarnings)
    implements Check<Query.Values, PrometheusReader> {
  private static final int MOST_POINTS = 10_000;

  /** How one value is made of several. */
  public enum Aggregate {
    /** Their sum. */
    SUM,
    /** Their mean. */
    AVG,
    /** The least of them. */
    MIN,
    /** The greatest of them. */
    MAX
  }

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when they ask for nothing
   */
  public Query {
    if (query.isBlank()) {
      throw new IllegalArgumentException("the query is empty");
    }
    if (step.toMillis() < 1) {
      throw new IllegalArgumentException("`step` is a time of at least one millisecond");
    }
    if (window.filter(w -> w.compareTo(step) < 0).isPresent()) {
      throw new IllegalArgumentException(
          "`window` is shorter than `step`, " + step + ": nothing would be in it");
    }
    if (window.filter(w -> w.dividedBy(step) > MOST_POINTS).isPresent()) {
      throw new IllegalArgumentException(
          "`window` has more than 10,000 steps of " + step + "; make `step` longer");
    }
    if (minSamples.filter(n -> n < 1).isPresent()) {
      throw new IllegalArgumentException("`min-samples` is at least 1");
    }
    if (window.isPresent() && minSamples.filter(n -> n > points(window, step)).isPresent()) {
      throw new IllegalArgumentException(
          "`min-samples` is more than the window has: %d".formatted(points(window, step)));
    }
  }

  /** What was read. */
  @Doc("What the query gave.")
  public record Values(
      @Doc("How many series there are; a scalar is one.") int series,
      @Doc("The value now, or the newest of the window: of the only series, or by `aggregate`.")
          Optional<Double> value,
      @Doc("The least of all values; by `aggregate` where it is given.") Optional<Double> min,
      @Doc("The greatest of them.") Optional<Double> max,
      @Doc("Their mean.") Optional<Double> avg,
      @Doc("At how many times there was a value; without a window, how many series.") long samples,
      @Doc("How many seconds of the window have values; 0 without a window.") double covered,
      @Doc("The newest value of each series, by its labels; of the first 20.")
          Map<String, Double> latest,
      @Doc("What the server says about its answer.") List<String> warnings) {}

  private static int points(Optional<Duration> window, Duration step) {
    return window.map(w -> (int) w.dividedBy(step)).orElse(1);
  }

  /** How many times there are in the window; 1 without one. */
  int points() {
    return points(window, step);
  }

  /** How many samples there must be at least. */
  int needed() {
    var usual = window.isPresent() ? (points() * 9 + 9) / 10 : 1;
    return minSamples.orElse(allowEmpty ? 0 : usual);
  }

  @Override
  public Target target() {
    return Target.of(
        query.strip().replaceAll("\\s+", " ") + window.map(w -> " over " + w).orElse(""));
  }

  @Override
  public List<Requirement<PrometheusReader>> requirements() {
    return List.of(
        Requirement.apply(
            "a query that it takes: " + target().object(),
            reader -> reader.accepts(query, window.isPresent())));
  }

  @Override
  public Optional<String> expectation() {
    return Optional.empty();
  }

  @Override
  public Reading<Values> read(PrometheusReader system) {
    return new Judgement(this)
        .of(window.isPresent() ? system.upToNow(query, points(), step) : system.now(query));
  }
}
