package dev.rollback.sandbox.prometheus.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A condition on one label. A label that is not there has the empty value. */
public sealed interface Matcher {

  /** The label. */
  String name();

  /** Whether a label with this value is meant. */
  boolean matches(String value);

  /** {@code name="value"} and {@code name!="value"}. */
  record Equal(String name, String value, boolean negated) implements Matcher {
    @Override
    public boolean matches(String other) {
      return value.equals(other) != negated;
    }
  }

  /** {@code name=~"pattern"} and {@code name!~"pattern"}; the whole value has to match. */
  record Regex(String name, Pattern pattern, boolean negated) implements Matcher {
    @Override
    public boolean matches(String other) {
      return pattern.matcher(other).matches() != negated;
    }
  }

  /**
   * A pattern's matcher.
   *
   * @throws PromQlException when it is no pattern
   */
  static Matcher regex(String name, String pattern, boolean negated) {
    try {
      return new Regex(name, Pattern.compile(pattern), negated);
    } catch (PatternSyntaxException e) {
      throw PromQlException.badData("error parsing regexp: " + e.getMessage());
    }
  }
}
