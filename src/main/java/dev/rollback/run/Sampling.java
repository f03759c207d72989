package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.Judge;
import dev.rollback.run.CheckSamples.Range;
import dev.rollback.run.CheckSamples.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps what a check reads until it is decided. However long that takes, what is kept is bounded:
 * when there is too much of it, every second reading goes, and from then on only every second,
 * every fourth … is kept at first. Not thread-safe.
 */
final class Sampling implements Judge.Readings {
  /** How many readings are kept. */
  static final int MOST = 200;

  /** A longer text is no measurement; of what was read last, all is kept elsewhere. */
  private static final int LONGEST_TEXT = 80;

  private final Judge.Readings told;
  private final List<Sample> kept = new ArrayList<>();
  private final Map<String, Range> ranges = new TreeMap<>();
  private Optional<Sample> last = Optional.empty();
  private Optional<Instant> passed = Optional.empty();
  private Optional<Instant> since = Optional.empty();
  private int count;
  private int every = 1;

  /** Passes on what it is told. */
  Sampling(Judge.Readings told) {
    this.told = told;
  }

  @Override
  public void read(CheckResult soFar, Duration holds) {
    add(soFar.at(), soFar);
    told.read(soFar, holds);
  }

  /**
   * What came of all the readings; empty where there was only one, which the result tells.
   *
   * @param result of the reading that decided; of one that was interrupted, nothing more was read
   */
  Optional<CheckSamples> with(CheckResult result) {
    if (count < result.samples()) {
      add(result.at(), result);
    }
    return count > 1 ? Optional.of(samples()) : Optional.empty();
  }

  /** One more reading. */
  void add(Instant at, CheckResult result) {
    var sample = new Sample(at, result.verdict(), measured(result.values()));
    if (count % every == 0) {
      keep(sample);
    }
    count++;
    last = Optional.of(sample);
    judged(sample);
    result.values().properties().forEach(value -> range(value.getKey(), value.getValue()));
  }

  private void keep(Sample sample) {
    if (kept.size() == MOST) {
      for (var i = MOST - 1; i > 0; i -= 2) {
        kept.remove(i);
      }
      every *= 2; // MOST is even, so that this one is due then as well
    }
    kept.add(sample);
  }

  private void judged(Sample sample) {
    if (sample.verdict() == Verdict.PASS) {
      passed = passed.or(() -> Optional.of(sample.at()));
      since = since.or(() -> Optional.of(sample.at()));
    } else {
      since = Optional.empty();
    }
  }

  private void range(String name, JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      ranges.merge(name, new Range(value, value), Range::and);
    }
  }

  private static JsonNode measured(JsonNode values) {
    var some = JsonNodeFactory.instance.objectNode();
    values.properties().stream()
        .filter(value -> isMeasured(value.getValue()))
        .forEach(value -> some.set(value.getKey(), value.getValue()));
    return some;
  }

  private static boolean isMeasured(JsonNode value) {
    return value.isNumber()
        || value.isBoolean()
        || (value.isTextual() && value.textValue().length() <= LONGEST_TEXT);
  }

  /** What is known by now. */
  CheckSamples samples() {
    var some = new ArrayList<>(kept);
    last.filter(sample -> (count - 1) % every != 0)
        .ifPresent(
            sample -> {
              if (some.size() == MOST) {
                some.removeLast();
              }
              some.add(sample);
            });
    return new CheckSamples(passed, since, ranges, some);
  }
}
