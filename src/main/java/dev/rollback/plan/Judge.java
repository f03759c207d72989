package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollback.action.Check.Reading;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.scenario.Baselines;
import dev.rollback.scenario.BoundStep;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads checks and judges what they read. What cannot be read, or has no data, is inconclusive, and
 * that is never a pass.
 */
public final class Judge {
  private static final Pattern NAMED = Pattern.compile(Baselines.NAME + "\\.(\\w+)");

  private final Clock clock;
  private final Pause pause;
  private final Redactor redactor;

  /** Waits between readings as {@code pause} does; secrets are masked in what was read. */
  public Judge(Clock clock, Pause pause, Redactor redactor) {
    this.clock = clock;
    this.pause = pause;
    this.redactor = redactor;
  }

  /** What a check reads before step 1, to be compared with afterwards. */
  public sealed interface Baseline {
    /** The values, without secrets. */
    record Taken(JsonNode values) implements Baseline {}

    /** There is nothing to compare with. */
    record Missing(String why) implements Baseline {}
  }

  /** Reads a check once, to be compared with afterwards. */
  public <V extends Record, R, W extends R> Baseline baseline(BoundStep.Check<V, R, W> check) {
    try {
      return switch (check.check().read(check.connection().reader())) {
        case Reading.Nothing<V>(var why) -> new Baseline.Missing(redactor.redact(why));
        case Reading.Values<V>(var values) ->
            new Baseline.Taken(masked(check.codec().encode(values)));
      };
    } catch (SystemException e) {
      return new Baseline.Missing(redactor.redact(e.problem()));
    }
  }

  /** One reading's judgement. */
  private record Sample(Verdict verdict, JsonNode values, String why) {}

  /**
   * Reads until the check has passed for as long as it must, or has not passed for longer than it
   * may; at once where it says neither.
   */
  public <V extends Record, R, W extends R> CheckResult judge(BoundStep.Check<V, R, W> check) {
    return judge(check, Optional.empty());
  }

  /**
   * The same.
   *
   * @param baseline what the check read before step 1, as {@link #baseline} took it; without one, a
   *     check that compares is inconclusive
   */
  public <V extends Record, R, W extends R> CheckResult judge(
      BoundStep.Check<V, R, W> check, Optional<JsonNode> baseline) {
    return judge(check, baseline, (_, _) -> {});
  }

  /** Is told of each reading that decides nothing yet. */
  @FunctionalInterface
  public interface Readings {
    /**
     * It was read, and will be read again.
     *
     * @param soFar what it read, without secrets, and how that was judged
     * @param holds how long it has passed without a break; zero where it does not pass
     */
    void read(CheckResult soFar, Duration holds);
  }

  /**
   * The same, told as it goes on.
   *
   * @param readings must not fail
   */
  public <V extends Record, R, W extends R> CheckResult judge(
      BoundStep.Check<V, R, W> check, Optional<JsonNode> baseline, Readings readings) {
    var time = new Waiting(clock);
    var passingSince = Duration.ZERO;
    var patience = check.within().orElse(Duration.ZERO);
    var sustained = check.sustained().orElse(Duration.ZERO);
    for (var samples = 1; ; samples++) {
      var sample = read(check, baseline);
      var waited = time.soFar();
      if (sample.verdict() != Verdict.PASS) {
        passingSince = waited;
        if (waited.compareTo(patience) >= 0) {
          return result(check, sample, samples);
        }
      } else if (waited.minus(passingSince).compareTo(sustained) >= 0) {
        return result(check, sample, samples);
      }
      readings.read(result(check, sample, samples), waited.minus(passingSince));
      if (!pause.pause(check.every())) {
        var stopped =
            new Sample(Verdict.INCONCLUSIVE, sample.values(), "interrupted while it was read");
        return result(check, stopped, samples);
      }
      time.paused(check.every());
    }
  }

  /**
   * Reads once, however long the check may fail or must pass: enough to say that something does not
   * work, and too little to say that it does.
   *
   * @param baseline as in {@link #judge(BoundStep.Check, Optional)}
   */
  public <V extends Record, R, W extends R> CheckResult once(
      BoundStep.Check<V, R, W> check, Optional<JsonNode> baseline) {
    return result(check, read(check, baseline), 1);
  }

  private static <V extends Record, R, W extends R> Sample read(
      BoundStep.Check<V, R, W> check, Optional<JsonNode> baseline) {
    var nothing = JsonNodeFactory.instance.objectNode();
    try {
      return switch (check.check().read(check.connection().reader())) {
        case Reading.Nothing<V>(var why) -> new Sample(Verdict.INCONCLUSIVE, nothing, why);
        case Reading.Values<V>(var values) -> judged(check, values, baseline);
      };
    } catch (SystemException e) {
      return new Sample(Verdict.INCONCLUSIVE, nothing, e.problem());
    }
  }

  private static <V extends Record, R, W extends R> Sample judged(
      BoundStep.Check<V, R, W> check, V values, Optional<JsonNode> baseline) {
    var tree = check.codec().encode(values);
    if (check.compares() && baseline.isEmpty()) {
      return new Sample(
          Verdict.INCONCLUSIVE, tree, "it compares with a baseline, which only a plan takes");
    }
    var before = new LinkedHashMap<String, Object>();
    baseline.map(check.codec()::decode).ifPresent(v -> before.put(Baselines.NAME, v));
    return switch (check.expect().evaluate(values, before)) {
      case dev.rollback.condition.Verdict.Decided(var holds) ->
          holds
              ? new Sample(Verdict.PASS, tree, "")
              : new Sample(
                  Verdict.FAIL, tree, "expected " + check.expectation() + was(check, baseline));
      case dev.rollback.condition.Verdict.Undecided(var why) ->
          new Sample(Verdict.INCONCLUSIVE, tree, why.message());
    };
  }

  /** The values of the baseline that the expectation names. */
  private static String was(BoundStep.Check<?, ?, ?> check, Optional<JsonNode> baseline) {
    var named =
        NAMED
            .matcher(check.expectation())
            .results()
            .map(mention -> mention.group(1))
            .distinct()
            .flatMap(
                field ->
                    baseline.stream()
                        .flatMap(b -> b.properties().stream())
                        .filter(p -> p.getKey().replace('-', '_').equals(field))
                        .map(p -> Baselines.NAME + "." + field + " = " + p.getValue()))
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : ", with " + named;
  }

  /** A plan and a journal that had to be masked later would no longer fit their digests. */
  private JsonNode masked(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        var result = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(p -> result.set(p.getKey(), masked(p.getValue())));
        yield result;
      }
      case ArrayNode array -> {
        var result = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> result.add(masked(element)));
        yield result;
      }
      case TextNode text -> JsonNodeFactory.instance.textNode(redactor.redact(text.textValue()));
      default -> value;
    };
  }

  private CheckResult result(BoundStep.Check<?, ?, ?> check, Sample sample, int samples) {
    return new CheckResult(
        check.id(),
        check.meta().name(),
        check.type(),
        check.expectation(),
        sample.verdict(),
        masked(sample.values()),
        redactor.redact(sample.why()),
        clock.instant(),
        samples);
  }
}
