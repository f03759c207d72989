package dev.rollback.scenario;

import dev.rollback.condition.Variables;
import dev.rollback.shape.Shape;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * What an expectation may compare with: what the same check read before step 1. It has the form of
 * the values themselves: {@code value <= baseline.value * 1.2}.
 */
public final class Baselines {
  /** As expectations name it. */
  public static final String NAME = "baseline";

  private static final Pattern MENTION = Pattern.compile("(?<![\\w.])" + NAME + "(?!\\w)");

  private Baselines() {}

  /** Whether an expectation of such values speaks of it. Values that are called so come first. */
  static boolean mentioned(String expectation, Shape.RecordOf values) {
    return values.components().stream().noneMatch(c -> c.key().equals(NAME))
        && MENTION.matcher(expectation).find();
  }

  /** What an expectation of such values can speak of. */
  static Variables variables(String expectation, Shape.RecordOf values) {
    var own = Variables.of(values);
    if (!mentioned(expectation, values)) {
      return own;
    }
    var both = new LinkedHashMap<>(own.shapes());
    both.put(NAME, values);
    return new Variables(both);
  }
}
