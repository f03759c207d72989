package dev.rollback.sandbox.prometheus.promql;

/**
 * A word of a query.
 *
 * @param text as it stands; of a string, what it means
 * @param at where it begins
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    NAME,
    NUMBER,
    DURATION,
    STRING,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  /** Keywords are the same in capitals. */
  boolean isWord(String word) {
    return kind == Kind.NAME && text.equalsIgnoreCase(word);
  }

  String shown() {
    return switch (kind) {
      case END -> "end of input";
      case STRING -> "string \"" + text + "\"";
      case NAME, NUMBER, DURATION, SIGN -> "\"" + text + "\"";
    };
  }
}
