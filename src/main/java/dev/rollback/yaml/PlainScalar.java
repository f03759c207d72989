package dev.rollback.yaml;

import java.util.regex.Pattern;

/**
 * What tools read a text as that stands without quotes. YAML 1.1 and 1.2 differ, and so do the
 * tools that a runbook's author knows; what either of them takes for something else than text is
 * named here.
 */
enum PlainScalar {
  /** Nothing, {@code ~} or {@code null}. */
  NOTHING("nothing", "|~|null|Null|NULL"),
  /** {@code true}, and {@code yes} and {@code on} in YAML 1.1. */
  BOOLEAN(
      "a boolean", "true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"),
  /**
   * Decimal, hexadecimal, octal, with an exponent ({@code 75e4329}), sexagesimal ({@code 22:30}).
   */
  NUMBER(
      "a number",
      "[-+]?(0x[0-9a-fA-F_]+|0o[0-7]+|0b[01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
          + "|(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|\\.(inf|Inf|INF))"
          + "|\\.(nan|NaN|NAN)"),
  /** A day, or a moment. */
  DATE("a date", "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"),
  /** Text for everybody. */
  TEXT("text", "(?s).*");

  private final String words;
  private final Pattern pattern;

  PlainScalar(String words, String pattern) {
    this.words = words;
    this.pattern = Pattern.compile(pattern);
  }

  /** As in: tools read it as <i>a number</i>. */
  String words() {
    return words;
  }

  static PlainScalar of(String text) {
    for (var kind : values()) {
      if (kind.pattern.matcher(text).matches()) {
        return kind;
      }
    }
    return TEXT;
  }
}
