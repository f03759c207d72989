package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A condition on a label.
 *
 * @param regex the value is a pattern that the whole label has to match
 * @param equal otherwise what matches is not meant
 */
record LabelMatcher(String name, String value, boolean regex, boolean equal) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern TEXT =
      Pattern.compile(
          "\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", Pattern.DOTALL);

  /**
   * One that is written as {@code job="grid"}; its value may be without quotes.
   *
   * @throws RefusedException when it is none
   */
  static LabelMatcher parse(String text) throws RefusedException {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw RefusedException.text(400, "bad matcher format: " + text);
    }
    var sign = parts.group(2);
    var matcher =
        new LabelMatcher(
            parts.group(1), unquoted(parts.group(3)), sign.endsWith("~"), sign.startsWith("="));
    matcher.check("bad matcher: ");
    return matcher;
  }

  private static String unquoted(String text) throws RefusedException {
    if (!text.startsWith("\"")) {
      return text;
    }
    if (text.length() < 2 || !text.endsWith("\"")) {
      throw RefusedException.text(400, "matcher value contains unescaped double quote: " + text);
    }
    var plain = new StringBuilder();
    for (var i = 1; i < text.length() - 1; i++) {
      var next = text.charAt(i);
      if (next == '\\' && i + 1 < text.length() - 1) {
        next = text.charAt(++i);
        next = next == 'n' ? '\n' : next;
      }
      plain.append(next);
    }
    return plain.toString();
  }

  /** As a silence has it; its form was checked. */
  static LabelMatcher of(JsonNode json) {
    return new LabelMatcher(
        json.path("name").asText(),
        json.path("value").asText(),
        json.path("isRegex").asBoolean(),
        json.path("isEqual").asBoolean(true));
  }

  /**
   * Whether it can be used.
   *
   * @throws RefusedException when it cannot
   */
  void check(String where) throws RefusedException {
    if (!NAME.matcher(name).matches()) {
      throw RefusedException.text(400, where + "invalid label name \"" + name + "\"");
    }
    if (regex) {
      try {
        var _ = com.google.re2j.Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw RefusedException.text(
            400,
            "%sinvalid regular expression \"%s\": error parsing regexp: %s"
                .formatted(where, value, e.getMessage()));
      }
    }
  }

  /** Whether these labels are meant; one that is not there is the same as an empty one. */
  boolean matches(Map<String, String> labels) {
    return matches(labels.getOrDefault(name, ""));
  }

  boolean matches(String label) {
    var same = regex ? com.google.re2j.Pattern.matches(value, label) : value.equals(label);
    return same == equal;
  }

  /** As a person writes it. */
  String text() {
    return name + (equal ? "=" : "!") + (regex ? "~" : equal ? "" : "=") + value;
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("isEqual", equal)
        .put("isRegex", regex)
        .put("name", name)
        .put("value", value);
  }
}
