package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What checks read and how they were judged, in words. */
final class ChecksText {
  private static final int LONGEST_VALUE = 80;
  private static final int LONGEST_DETAIL = 4_000;
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private ChecksText() {}

  static String verdict(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "PASS";
      case FAIL -> "FAIL";
      case INCONCLUSIVE -> "INCONCLUSIVE";
    };
  }

  static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Tone.GOOD;
      case FAIL -> Tone.BAD;
      case INCONCLUSIVE -> Tone.CARE;
    };
  }

  /** The values that the expectation speaks of; all of them where it speaks of none. */
  static String values(CheckResult result) {
    return values(result.values(), result.expect());
  }

  /** As {@link #values(CheckResult)}. */
  static String values(JsonNode values, String expect) {
    var all = new ArrayList<Map.Entry<String, JsonNode>>(values.properties());
    var named = words(expect);
    var meant = all.stream().filter(e -> named.contains(normal(e.getKey()))).toList();
    return (meant.isEmpty() ? all : meant)
        .stream()
            .map(e -> e.getKey() + "=" + value(e.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** Why it did not pass, unless that only repeats what was expected. */
  static String why(CheckResult result) {
    var repeated = "expected " + result.expect();
    return result.why().startsWith(repeated)
        ? result.why().substring(repeated.length()).replaceFirst("^, ", "")
        : result.why();
  }

  /** What was expected and what was read, in one sentence. */
  static String sentence(CheckResult result) {
    return List.of(
            result.expect().isBlank() ? "" : "expects " + result.expect(),
            values(result).isEmpty() ? "" : "read " + values(result),
            result.samples() > 1 ? Words.count(result.samples(), "reading") : "",
            why(result))
        .stream()
        .filter(Predicate.not(String::isBlank))
        .collect(Collectors.joining("; "));
  }

  /** The same with all that was read, a line each: for somebody who sees nothing else. */
  static String details(CheckResult result) {
    var values = result.values().isEmpty() ? "" : result.values().toString();
    return Stream.of(
            "check     " + result.check(),
            result.expect().isBlank() ? "" : "expects   " + result.expect(),
            values.isEmpty() ? "" : "read      " + shortened(values, LONGEST_DETAIL),
            result.samples() > 1 ? "readings  " + Words.number(result.samples()) : "",
            why(result).isBlank() ? "" : "why       " + why(result))
        .filter(Predicate.not(String::isBlank))
        .collect(Collectors.joining("\n"));
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest
        ? text
        : text.substring(0, longest) + "... (" + Words.number(text.length()) + " characters)";
  }

  private static List<String> words(String expression) {
    return WORD.matcher(expression).results().map(m -> normal(m.group())).toList();
  }

  /** Keys are written with hyphens, variables cannot be. */
  private static String normal(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static String value(JsonNode node) {
    var text = node.isValueNode() ? node.asText() : node.toString();
    return shortened(text, LONGEST_VALUE);
  }
}
