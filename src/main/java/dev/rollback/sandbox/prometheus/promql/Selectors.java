package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads which series are meant, and from when. */
final class Selectors {
  private final Words words;

  Selectors(Words words) {
    this.words = words;
  }

  Expr selector() {
    var first = words.peek();
    var matchers = new ArrayList<Matcher>();
    if (first.kind() == Kind.NAME) {
      matchers.add(new Matcher.Equal(Labels.NAME, words.take().text(), false));
    } else if (!first.is("{")) {
      throw words.unexpected(first, "query", "an expression");
    }
    if (words.skip("{")) {
      matchers(matchers);
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw words.error(first, "vector selector must contain at least one non-empty matcher");
    }
    return from(List.copyOf(matchers));
  }

  private void matchers(List<Matcher> matchers) {
    while (!words.skip("}")) {
      matchers.add(matcher());
      if (!words.peek().is("}") && !words.skip(",")) {
        throw words.unexpected(words.peek(), "label matching", "\",\" or \"}\"");
      }
    }
  }

  private Matcher matcher() {
    var where = "label matching";
    var name = words.require(Kind.NAME, where, "identifier or \"}\"").text();
    var operator = words.require(Kind.SIGN, where, "label matching operator");
    var value = words.require(Kind.STRING, where, "string").text();
    return switch (operator.text()) {
      case "=" -> new Matcher.Equal(name, value, false);
      case "!=" -> new Matcher.Equal(name, value, true);
      case "=~" -> Matcher.regex(name, value, false);
      case "!~" -> Matcher.regex(name, value, true);
      default -> throw words.unexpected(operator, where, "label matching operator");
    };
  }

  /** The range comes before the offset. */
  private Expr from(List<Matcher> matchers) {
    var bracket = words.peek();
    if (!words.skip("[")) {
      return new Expr.Selector(matchers, offset());
    }
    var length = words.duration("range specification");
    if (words.peek().text().startsWith(":")) {
      throw words.unknown(bracket, "subqueries");
    }
    words.require("]", "range specification");
    return new Expr.Range(new Expr.Selector(matchers, offset()), length);
  }

  private long offset() {
    if (words.peek().is("@")) {
      throw words.unknown(words.peek(), "the modifier @");
    }
    if (!words.skipWord("offset")) {
      return 0;
    }
    var later = words.skip("-");
    var length = words.duration("offset");
    if (words.peek().is("@")) {
      throw words.unknown(words.peek(), "the modifier @");
    }
    return later ? -length : length;
  }
}
