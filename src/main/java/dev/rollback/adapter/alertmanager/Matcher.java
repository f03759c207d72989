package dev.rollback.adapter.alertmanager;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a silence says of one label.
 *
 * @param regex whether the value is a regular expression, which must match the whole of the label
 */
record Matcher(String name, String value, boolean regex) implements Comparable<Matcher> {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final int LONGEST = 1000;

  /** Labels that nobody has. What matches one of them is tied to no text, and matches most. */
  private static final List<String> NOBODYS =
      List.of("qzxjvk", "QZXJVK", "Qzxjvk", "7031946", "q-z_x.j:7", "qzxjvk-7031946");

  /**
   * Refuses what matches nothing that there can be, and what matches nearly everything.
   *
   * @throws IllegalArgumentException saying which and why
   */
  Matcher {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a label");
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the matcher of '" + name + "' is empty: it would match every alert without that label");
    }
    if (regex) {
      checkExpression(name, value);
    } else if (value.contains(".*") || value.contains(".+")) {
      throw new IllegalArgumentException(
          "'%s' is compared with %s as it stands; give regular expressions under `match-regex`"
              .formatted(value, name));
    }
  }

  private static void checkExpression(String name, String value) {
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the expression for '" + name + "' is longer than " + LONGEST + " characters");
    }
    var pattern = compile(name, value);
    if (pattern.matcher("").matches()) {
      throw new IllegalArgumentException(
          "'%s' also matches every alert without the label %s; name what it must have"
              .formatted(value, name));
    }
    if (NOBODYS.stream().anyMatch(label -> pattern.matcher(label).matches())) {
      throw new IllegalArgumentException(
          "'%s' matches nearly every %s; name a text that it must have".formatted(value, name));
    }
  }

  private static Pattern compile(String name, String value) {
    try {
      return Pattern.compile(value, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' for %s is no regular expression: %s".formatted(value, name, e.getDescription()), e);
    }
  }

  /** As Alertmanager writes it, and takes it as a filter: {@code job=~"grid-.*"}. */
  String text() {
    var quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + (regex ? "=~" : "=") + '"' + quoted + '"';
  }

  @Override
  public int compareTo(Matcher other) {
    return text().compareTo(other.text());
  }
}
