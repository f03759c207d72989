package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Expr.Grouping;
import dev.rollback.sandbox.prometheus.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a query. What it does not know it refuses, and says so. */
final class Parser {
  private static final int DEEPEST = 100;

  private final Words words;
  private final Selectors selectors;
  private int depth;

  private Parser(String query) {
    this.words = new Words(query);
    this.selectors = new Selectors(words);
  }

  /**
   * The expression that a query is.
   *
   * @throws PromQlException when it is none, or one that is not known here
   */
  static Expr parse(String query) {
    var parser = new Parser(query);
    if (parser.words.peek().kind() == Kind.END) {
      throw PromQlException.badData("unknown position: parse error: no expression found in input");
    }
    var expression = parser.expression(0);
    var rest = parser.words.peek();
    if (rest.kind() != Kind.END) {
      throw parser.unknownRest(rest);
    }
    return expression;
  }

  private PromQlException unknownRest(Token rest) {
    return switch (rest.text().toLowerCase(Locale.ROOT)) {
      case "%", "^", "atan2" -> words.unknown(rest, "the operator " + rest.text());
      case "[" ->
          words.error(
              rest,
              "ranges only allowed for vector selectors; the sandbox does not know subqueries");
      case "@" -> words.unknown(rest, "the modifier @");
      case "offset" ->
          words.error(rest, "offset modifier must be preceded by an instant or range selector");
      default -> words.unexpected(rest, "query", "");
    };
  }

  private Expr expression(int weakest) {
    var left = operand();
    while (true) {
      var token = words.peek();
      var operator = operator(token);
      if (operator.filter(o -> o.binding() > weakest).isEmpty()) {
        return left;
      }
      words.take();
      left = binary(token, operator.orElseThrow(), left);
    }
  }

  private static Optional<Operator> operator(Token token) {
    return switch (token.kind()) {
      case NAME, SIGN -> Operator.of(token.text());
      case NUMBER, DURATION, STRING, END -> Optional.empty();
    };
  }

  private Expr binary(Token at, Operator operator, Expr left) {
    var bool = words.skipWord("bool");
    if (bool && !operator.isComparison()) {
      throw words.error(at, "bool modifier can only be used on comparison operators");
    }
    var matching = matching();
    var right = expression(operator.binding());
    Types.binary(words, at, operator, bool, matching.isPresent(), left, right);
    return new Expr.Binary(operator, bool, matching.orElse(Grouping.ALL), left, right);
  }

  private Optional<Grouping> matching() {
    var on = words.peek().isWord("on");
    if ((!on && !words.peek().isWord("ignoring")) || !words.second().is("(")) {
      return Optional.empty();
    }
    words.take();
    var labels = words.labels("grouping opts");
    var next = words.peek();
    if (next.isWord("group_left") || next.isWord("group_right")) {
      throw words.unknown(next, next.text() + ": it matches one to one only");
    }
    return Optional.of(new Grouping(on, labels));
  }

  /** What comes between two operators. */
  private Expr operand() {
    if (++depth > DEEPEST) {
      throw words.unknown(words.peek(), "expressions that are nested so deeply");
    }
    var operand = unary();
    depth--;
    return operand;
  }

  private Expr unary() {
    var sign = words.peek();
    if (words.skip("-")) {
      return new Expr.Negative(number(sign, operand()));
    }
    return words.skip("+") ? number(sign, operand()) : primary();
  }

  private Expr number(Token sign, Expr of) {
    if (of.type() == ExprType.MATRIX) {
      throw words.error(
          sign,
          "unary expression only allowed on expressions of type scalar or instant vector, got \""
              + of.type().text()
              + "\"");
    }
    return of;
  }

  private Expr primary() {
    var token = words.peek();
    return switch (token.kind()) {
      case NUMBER -> new Expr.Literal(Numbers.parse(words.take().text()));
      case NAME -> named(token);
      case SIGN -> token.is("(") ? inParentheses() : selectors.selector();
      case STRING -> throw words.unknown(token, "strings outside of selectors");
      case DURATION, END -> throw words.unexpected(token, "query", "an expression");
    };
  }

  private Expr inParentheses() {
    words.require("(", "query");
    var inner = expression(0);
    if (words.peek().kind() == Kind.END) {
      throw words.error(words.peek(), "unclosed left parenthesis");
    }
    if (!words.skip(")")) {
      throw unknownRest(words.peek());
    }
    return inner;
  }

  private Expr named(Token name) {
    if (name.isWord("inf") || name.isWord("nan")) {
      return new Expr.Literal(Numbers.parse(words.take().text()));
    }
    var next = words.second();
    var aggregation = Aggregation.of(name.text());
    if (aggregation.isPresent() && (next.is("(") || next.isWord("by") || next.isWord("without"))) {
      return aggregate(aggregation.get());
    }
    return next.is("(") || next.isWord("by") || next.isWord("without")
        ? call(name)
        : selectors.selector();
  }

  private Expr aggregate(Aggregation how) {
    var at = words.take();
    var before = grouping();
    var arguments = arguments("aggregation");
    var grouping = before.or(this::grouping).orElse(new Grouping(true, List.of()));
    if (arguments.size() != 1) {
      throw words.error(
          at,
          "wrong number of arguments for aggregate expression provided, expected 1, got "
              + arguments.size());
    }
    Types.argument(words, at, ExprType.VECTOR, arguments.getFirst(), "aggregation expression");
    return new Expr.Aggregate(how, grouping, arguments.getFirst());
  }

  private Optional<Grouping> grouping() {
    var by = words.peek().isWord("by");
    if (!by && !words.peek().isWord("without")) {
      return Optional.empty();
    }
    words.take();
    return Optional.of(new Grouping(by, words.labels("grouping opts")));
  }

  private List<Expr> arguments(String where) {
    words.require("(", where);
    var arguments = new ArrayList<Expr>();
    while (!words.skip(")")) {
      arguments.add(expression(0));
      if (words.peek().kind() == Kind.END) {
        throw words.error(words.peek(), "unclosed left parenthesis");
      }
      if (!words.peek().is(")") && !words.skip(",")) {
        throw unknownRest(words.peek());
      }
    }
    return List.copyOf(arguments);
  }

  private Expr call(Token name) {
    var function =
        Function.of(name.text())
            .orElseThrow(
                () ->
                    words.error(
                        name,
                        ("unknown function with name \"%s\": the sandbox knows only sum, avg, min,"
                                + " max, count, %s")
                            .formatted(name.text(), Function.known())));
    words.take();
    var arguments = arguments("call to function \"" + name.text() + "\"");
    Types.call(words, name, function, arguments);
    return new Expr.Call(function, arguments);
  }
}
