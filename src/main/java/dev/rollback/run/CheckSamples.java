package dev.rollback.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.shape.Doc;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a check read while it was waited for, or while it had to hold: what is known of all its
 * readings, and so many of them that they can be drawn.
 *
 * @param passed when it passed for the first time
 * @param since since when it has passed without a break
 * @param ranges by the names of the values
 * @param kept at most {@value Sampling#MOST}
 */
@Doc("What a check read while it was waited for, or while it had to hold.")
public record CheckSamples(
    @Doc("When it passed for the first time; missing where it never did.") Optional<Instant> passed,
    @Doc("Since when it has passed without a break; missing where it did not pass at the end.")
        Optional<Instant> since,
    @Doc("The least and the most of each number, over all readings.") Map<String, Range> ranges,
    @Doc(
            "The readings in order, the one that decided included; of more than 200, the first, the"
                + " last, and some of those between, evenly.")
        List<Sample> kept) {

  /**
   * Keeps its own copies.
   *
   * @throws IllegalArgumentException when there is no reading
   */
  public CheckSamples {
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("the readings of a check, and there is none");
    }
    ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
    kept = List.copyOf(kept);
  }

  /** One reading. */
  @Doc("One reading of a check.")
  public record Sample(
      @Doc("When.") Instant at,
      @Doc("The judgement.") Verdict verdict,
      @Doc("What was read, less long texts, lists and mappings.") JsonNode values) {}

  /** The least and the most of a number. */
  @Doc("The least and the most of a number.")
  public record Range(@Doc("The least.") JsonNode least, @Doc("The most.") JsonNode most) {
    /** What holds this number as well. */
    Range with(JsonNode number) {
      return new Range(
          number.doubleValue() < least.doubleValue() ? number : least,
          number.doubleValue() > most.doubleValue() ? number : most);
    }

    /** What holds both. */
    public Range and(Range other) {
      return with(other.least).with(other.most);
    }
  }

  /** The same of a check that was read once, at this time. */
  public static CheckSamples of(Instant at, CheckResult result) {
    var sampling = new Sampling((_, _) -> {});
    sampling.add(at, result);
    return sampling.samples();
  }
}
