package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.prometheus.promql.Labels;
import dev.rollback.sandbox.prometheus.promql.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a target exposes: Prometheus's text format, version 0.0.4. */
final class Exposition {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL =
      Pattern.compile("\\s*+([a-zA-Z_][a-zA-Z0-9_]*+)\\s*+=\\s*+\"");
  private static final Pattern VALUE =
      Pattern.compile("[ \\t]*([^ \\t]+)(?:[ \\t]+(-?\\d{1,18}))?[ \\t\\r]*");

  private Exposition() {}

  /**
   * One sample.
   *
   * @param at in milliseconds since 1970, where the target says when it was
   */
  record Line(Labels labels, double value, OptionalLong at) {}

  /** A page that cannot be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String line) {
      super("not in Prometheus's text format: " + line);
    }
  }

  /**
   * The samples of a page.
   *
   * @throws UnreadableException with the first line that cannot be read; then none counts
   */
  static List<Line> read(String page) throws UnreadableException {
    var lines = new ArrayList<Line>();
    for (var line : page.split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line(line));
      }
    }
    return lines;
  }

  private static Line line(String line) throws UnreadableException {
    var name = NAME.matcher(line);
    if (!name.lookingAt()) {
      throw new UnreadableException(line);
    }
    var labels = new TreeMap<String, String>();
    labels.put(Labels.NAME, name.group());
    var end = labels(line, name.end(), labels);
    var value = VALUE.matcher(line).region(end, line.length());
    if (!value.matches()) {
      throw new UnreadableException(line);
    }
    return new Line(new Labels(labels), number(line, value.group(1)), time(value));
  }

  private static OptionalLong time(Matcher value) {
    var text = value.group(2);
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** Reads what is in braces, if there are any, and returns where it ends. */
  private static int labels(String line, int from, Map<String, String> labels)
      throws UnreadableException {
    if (from >= line.length() || line.charAt(from) != '{') {
      return from;
    }
    var at = from + 1;
    var label = LABEL.matcher(line);
    while (label.region(at, line.length()).lookingAt()) {
      var value = new StringBuilder();
      at = blank(line, value(line, label.end(), value));
      labels.put(label.group(1), value.toString());
      if (at >= line.length() || line.charAt(at) != ',') {
        break;
      }
      at++;
    }
    at = blank(line, at);
    if (at >= line.length() || line.charAt(at) != '}') {
      throw new UnreadableException(line);
    }
    return at + 1;
  }

  private static int blank(String line, int from) {
    var at = from;
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Reads a value up to its quote, and returns where that ends. */
  private static int value(String line, int from, StringBuilder value) throws UnreadableException {
    for (var at = from; at < line.length(); at++) {
      var next = line.charAt(at);
      if (next == '"') {
        return at + 1;
      }
      if (next == '\\' && ++at < line.length()) {
        next = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
      }
      value.append(next);
    }
    throw new UnreadableException(line);
  }

  private static double number(String line, String text) throws UnreadableException {
    try {
      return Numbers.parse(text);
    } catch (NumberFormatException e) {
      var unreadable = new UnreadableException(line);
      unreadable.initCause(e);
      throw unreadable;
    }
  }
}
