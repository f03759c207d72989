package dev.rollback.sandbox.prometheus;

import dev.rollback.sandbox.prometheus.promql.Labels;
import dev.rollback.sandbox.prometheus.promql.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a target exposes: Prometheus's text format, version 0.0.4. */
final class Exposition {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL =
      Pattern.compile(
          "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(,|(?=\\}))");
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

  private static int labels(String line, int from, TreeMap<String, String> labels)
      throws UnreadableException {
    if (from >= line.length() || line.charAt(from) != '{') {
      return from;
    }
    var at = from + 1;
    var label = LABEL.matcher(line);
    while (at < line.length() && label.region(at, line.length()).lookingAt()) {
      labels.put(label.group(1), unescaped(label.group(2)));
      at = label.end();
    }
    var close = line.indexOf('}', at);
    if (close < 0 || !line.substring(at, close).isBlank()) {
      throw new UnreadableException(line);
    }
    return close + 1;
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var next = text.charAt(i);
      if (next == '\\' && i + 1 < text.length()) {
        next = text.charAt(++i);
        next = next == 'n' ? '\n' : next;
      }
      plain.append(next);
    }
    return plain.toString();
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
