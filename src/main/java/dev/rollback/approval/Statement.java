package dev.rollback.approval;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody signs: a text of lines {@code key: value} in one order, so that the same statement
 * is always the same bytes, and whoever signs by hand can read them.
 *
 * @param plan the digest of the plan
 * @param whole whether it approves the plan as a whole
 * @param gates the ids of the gates that it approves
 * @param by the person, as rollback.yaml names them
 * @param at when it is signed
 * @param until when it ends
 */
public record Statement(
    String plan,
    boolean whole,
    List<String> gates,
    String scenario,
    String target,
    String by,
    Instant at,
    Instant until) {
  private static final String FORMAT = "rollback-approval/v1";
  private static final String WHOLE = "the plan as a whole";
  private static final String GATE = "gate ";

  /** Times are of whole seconds. */
  public Statement {
    gates = List.copyOf(gates);
    at = at.truncatedTo(ChronoUnit.SECONDS);
    until = until.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The text that is signed; it ends with a line break. */
  public String text() {
    var lines = new ArrayList<String>();
    lines.add(FORMAT);
    lines.add("plan: " + plan);
    if (whole) {
      lines.add("approves: " + WHOLE);
    }
    gates.forEach(gate -> lines.add("approves: " + GATE + escape(gate)));
    lines.add("scenario: " + escape(scenario));
    lines.add("target: " + escape(target));
    lines.add("by: " + escape(by));
    lines.add("at: " + at);
    lines.add("until: " + until);
    return String.join("\n", lines) + "\n";
  }

  /** What it approves, for people. */
  public String subject() {
    var subjects = new ArrayList<String>();
    if (whole) {
      subjects.add(WHOLE);
    }
    gates.forEach(gate -> subjects.add(GATE + gate));
    return String.join(", ", subjects);
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException when it is not one that {@link #text} makes
   */
  public static Statement parse(String text) {
    var lines = new Lines(text);
    if (!lines.next().equals(FORMAT)) {
      throw new IllegalArgumentException("its first line is not " + FORMAT);
    }
    var plan = lines.value("plan");
    var whole = false;
    var gates = new ArrayList<String>();
    while (lines.isNext("approves")) {
      var subject = lines.value("approves");
      if (subject.equals(WHOLE)) {
        whole = true;
      } else {
        gates.add(subject.substring(Math.min(subject.length(), GATE.length())));
      }
    }
    try {
      var read =
          new Statement(
              plan,
              whole,
              gates,
              lines.value("scenario"),
              lines.value("target"),
              lines.value("by"),
              Instant.parse(lines.value("at")),
              Instant.parse(lines.value("until")));
      if (!read.text().equals(text) || (!whole && gates.isEmpty())) {
        throw new IllegalArgumentException("it is not written as rollback writes it");
      }
      return read;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a time in it is none: " + e.getParsedString(), e);
    }
  }

  /** A value is one line. */
  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String value) {
    var text = new StringBuilder();
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        text.append(
            switch (value.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> value.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The lines of a text, one after the other. */
  private static final class Lines {
    private final String[] lines;
    private int at;

    Lines(String text) {
      this.lines = text.split("\n", -1);
    }

    boolean isNext(String key) {
      return at < lines.length && lines[at].startsWith(key + ": ");
    }

    String next() {
      return at < lines.length ? lines[at++] : "";
    }

    String value(String key) {
      if (!isNext(key)) {
        throw new IllegalArgumentException("its line '" + key + ":' is missing");
      }
      return unescape(next().substring(key.length() + 2));
    }
  }
}
