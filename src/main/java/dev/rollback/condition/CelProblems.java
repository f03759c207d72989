package dev.rollback.condition;

import dev.cel.common.CelIssue;
import dev.cel.runtime.CelEvaluationException;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Passage;
import dev.rollback.diagnostic.SourceSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CEL's complaints in words that say what to change, at their places inside the expression. */
final class CelProblems {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern FIELD = Pattern.compile("undefined field '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '(.*?)' \\(candidates.*");
  private static final Pattern TOKEN = Pattern.compile("token recognition error at: '(.*)'?");
  private static final Pattern INPUT =
      Pattern.compile("(?:mismatched|extraneous) input '(.*?)' expecting .*");
  private static final Pattern MISSING = Pattern.compile("missing ('.*') at '.*'");
  private static final Pattern AT =
      Pattern.compile("evaluation error(?: at <input>:([0-9]+))?: (.*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Map<String, String> WORDS =
      Map.of("and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!");
  private static final List<String> FUNCTIONS =
      List.of(
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "has",
          "all",
          "exists",
          "filter",
          "map",
          "int",
          "double",
          "string",
          "duration",
          "timestamp");

  private final Located<String> expression;
  private final Variables variables;
  private final Collection<String> fields;
  private final String text;

  CelProblems(Located<String> expression, Variables variables, Collection<String> fields) {
    this.expression = expression;
    this.variables = variables;
    this.fields = fields;
    this.text = expression.value();
  }

  /** A syntax error alone, for what follows from it says nothing; else all that the types say. */
  List<Diagnostic> explain(List<CelIssue> issues) {
    var problems = new ArrayList<Diagnostic>();
    var told = 0;
    for (var issue : issues) {
      var at = offset(issue);
      var message = issue.getMessage();
      var syntax = syntax(message, at);
      if (syntax.isPresent()) {
        return List.of(syntax.get());
      }
      if (at >= told) {
        var hyphenated = hyphenated(message, at);
        problems.add(hyphenated.map(name -> hyphen(name, at)).orElseGet(() -> typed(message, at)));
        told = at + hyphenated.map(String::length).orElse(0);
      }
    }
    return problems;
  }

  private int offset(CelIssue issue) {
    var at = 0;
    for (int line = 1; line < issue.getSourceLocation().getLine(); line++) {
      var end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    var left = text.codePointCount(at, text.length());
    var column = Math.clamp(issue.getSourceLocation().getColumn(), 0, left);
    return text.offsetByCodePoints(at, column);
  }

  private SourceSpan span(int from, int length) {
    var start = Math.clamp(from, 0, text.length());
    return Passage.of(expression, start, Math.clamp((long) start + length, start, text.length()));
  }

  private Diagnostic problem(int from, int length, String message, String advice) {
    return Diagnostic.error(span(from, length), message).advise(advice);
  }

  private Optional<Diagnostic> syntax(String message, int at) {
    var token = TOKEN.matcher(message);
    if (token.matches()) {
      return Optional.of(token(at));
    }
    var input = INPUT.matcher(message);
    if (input.matches() || message.contains("no viable alternative")) {
      return Optional.of(input(input.matches() ? input.group(1) : "", at));
    }
    var missing = MISSING.matcher(message);
    if (missing.matches()) {
      var sign = missing.group(1);
      return Optional.of(problem(at, 1, sign + " is missing here", "Write the " + sign + "."));
    }
    if (message.contains("For input string")) {
      return Optional.of(
          problem(at, word(at).length(), "this number is out of range", "Write a smaller number."));
    }
    return Optional.empty();
  }

  private Diagnostic token(int at) {
    if (text.startsWith("=", at)) {
      return problem(at, 1, "a single '=' compares nothing", "Write == to compare.");
    }
    if (text.startsWith("${", at)) {
      return problem(
          at, 2, "parameters are not filled in here", "Write the name alone, without ${ and }.");
    }
    if (text.startsWith("'", at) || text.startsWith("\"", at)) {
      return problem(at, 1, "the quote that opens here is never closed", "Close the quote.");
    }
    var c = at < text.length() ? Character.toString(text.codePointAt(at)) : "";
    return problem(at, c.length(), "'" + c + "' has no meaning here", "Remove it.");
  }

  private Diagnostic input(String found, int at) {
    if (found.equals("<EOF>") || at >= text.length()) {
      return problem(
          text.stripTrailing().length(),
          1,
          "the condition ends too early",
          "Write its other half, or close its brackets.");
    }
    var word = word(at);
    var before = wordBefore(at);
    var meant =
        Optional.ofNullable(WORDS.get(word)).or(() -> Optional.ofNullable(WORDS.get(before)));
    return problem(
        at,
        word.length(),
        "'" + word + "' does not belong here",
        meant
            .map(m -> "Write && for and, || for or, ! for not.")
            .orElse("Check what stands before it; two comparisons are joined by && or ||."));
  }

  private String word(int at) {
    var matcher = Pattern.compile("[A-Za-z0-9_.]+").matcher(text).region(at, text.length());
    return matcher.lookingAt()
        ? matcher.group()
        : text.substring(at, Math.min(at + 1, text.length()));
  }

  private String wordBefore(int at) {
    var before = text.substring(0, at).strip();
    return before.substring(before.lastIndexOf(' ') + 1);
  }

  private Diagnostic typed(String message, int at) {
    var undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      var name = undeclared.group(1);
      return text.startsWith("(", at) ? function(name, at) : variable(name, at);
    }
    var field = FIELD.matcher(message);
    if (field.matches()) {
      return field(field.group(1), at);
    }
    var overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload(overload, at);
    }
    return problem(
        at, word(at).length(), "this is no condition: " + message, "Write it otherwise.");
  }

  private Diagnostic variable(String name, int at) {
    var known = variables.identifiers();
    var list =
        known.isEmpty()
            ? "There are no variables here."
            : "There are: " + String.join(", ", known) + ".";
    var advice =
        DidYouMean.among(name, known)
            .map(meant -> "Did you mean '" + meant + "'? " + list)
            .orElse(list + " A text stands in quotes: '" + name + "'.");
    return problem(at, name.length(), "there is no variable '" + name + "'", advice);
  }

  private Diagnostic function(String name, int at) {
    var list = "There are: " + String.join(", ", FUNCTIONS) + ".";
    var advice =
        DidYouMean.among(name, FUNCTIONS)
            .map(m -> "Did you mean '" + m + "'? " + list)
            .orElse(list);
    var from = Math.max(0, text.lastIndexOf(name, at));
    return problem(from, name.length(), "there is no function '" + name + "'", advice);
  }

  private Diagnostic field(String name, int at) {
    var from = Math.max(at, text.indexOf(name, at));
    var list = "There are: " + String.join(", ", fields) + ".";
    var advice = DidYouMean.among(name, fields).map(m -> "Did you mean '" + m + "'?").orElse(list);
    return problem(from, name.length(), "there is no field '" + name + "'", advice);
  }

  private Diagnostic overload(Matcher overload, int at) {
    var operator = overload.group(1).replace("_", "");
    var types =
        Arrays.stream(overload.group(2).replaceAll("^\\(|\\)$", "").split(", (?![^(]*\\))"))
            .map(CelProblems::type)
            .toList();
    var name =
        WORD.matcher(operator).matches() || operator.isEmpty() ? overload.group(1) : operator;
    var from = text.startsWith("(", at) ? Math.max(0, text.lastIndexOf(name, at)) : at;
    return problem(
        from,
        name.length(),
        "'" + name + "' does not take " + String.join(" and ", types),
        advice(types));
  }

  private static String advice(List<String> types) {
    if (types.contains("a duration")) {
      return "A duration is written duration('30s').";
    }
    if (types.contains("a moment")) {
      return "A moment is written timestamp('2026-01-31T12:00:00Z').";
    }
    if (types.contains("text") && types.size() > 1) {
      return "Write a number without quotes and a text with them, or convert with int(…), double(…)"
          + " or string(…).";
    }
    return "Compare the values first, or convert them with int(…), double(…) or string(…).";
  }

  /** A type in our own words. */
  static String type(String cel) {
    return switch (cel.replaceFirst("^wrapper\\((.*)\\)$", "$1")) {
      case "int" -> "a whole number";
      case "double" -> "a number";
      case "string" -> "text";
      case "bool" -> "true or false";
      case "google.protobuf.Duration" -> "a duration";
      case "google.protobuf.Timestamp" -> "a moment";
      case "null" -> "null";
      case String other when other.startsWith("list") -> "a list";
      case String other when other.startsWith("map") -> "a mapping";
      case String other -> other.substring(other.lastIndexOf('.') + 1);
    };
  }

  /** {@code samples-count} is read as a subtraction: the name that was meant. */
  private Optional<String> hyphenated(String message, int at) {
    return UNDECLARED.matcher(message).matches()
        ? variables.shapes().keySet().stream()
            .filter(name -> name.contains("-") && text.startsWith(name, at))
            .findFirst()
        : Optional.empty();
  }

  private Diagnostic hyphen(String name, int at) {
    return problem(
        at,
        name.length(),
        "'" + name + "' is read as a subtraction here",
        "Write "
            + Variables.identifier(name)
            + "; a hyphen in a name is an underscore in a condition.");
  }

  /** Where an evaluation broke off. */
  SourceSpan place(CelEvaluationException e) {
    var matcher = AT.matcher(message(e));
    if (!matcher.matches() || matcher.group(1) == null) {
      return expression.at();
    }
    var points =
        Math.clamp(Long.parseLong(matcher.group(1)), 0, text.codePointCount(0, text.length()));
    return span(text.offsetByCodePoints(0, points), 1);
  }

  /** Why an evaluation broke off. */
  static String reason(CelEvaluationException e) {
    return switch (e.getErrorCode()) {
      case DIVIDE_BY_ZERO -> "it divides by zero";
      case ITERATION_BUDGET_EXCEEDED -> "its loops take too many steps";
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD ->
          "a value is null, or of another type than what is done with it";
      case ATTRIBUTE_NOT_FOUND -> "a key is not there: " + detail(e);
      case INDEX_OUT_OF_BOUNDS -> "a list is shorter: " + detail(e);
      case NUMERIC_OVERFLOW -> "a number is out of range";
      case INTERNAL_ERROR, DUPLICATE_ATTRIBUTE, INVALID_ARGUMENT, TYPE_NOT_FOUND, BAD_FORMAT ->
          detail(e);
    };
  }

  private static String detail(CelEvaluationException e) {
    var matcher = AT.matcher(message(e));
    return matcher.matches() ? matcher.group(2) : message(e);
  }

  private static String message(CelEvaluationException e) {
    return Optional.ofNullable(e.getMessage()).orElse("evaluation error: unknown");
  }
}
