package dev.rollback.report;

/** Whether text carries colours. The caller decides: it knows the terminal and NO_COLOR. */
public enum Style {
  /** Nothing but text. */
  PLAIN,
  /** With the escape sequences of ECMA-48, as every terminal understands them. */
  ANSI;

  /** The text in the colours of its tone; unchanged where there are none. */
  public String paint(Tone tone, String text) {
    return this == PLAIN || tone == Tone.PLAIN || text.isEmpty()
        ? text
        : "\u001b[" + code(tone) + "m" + text + "\u001b[0m";
  }

  private static String code(Tone tone) {
    return switch (tone) {
      case PLAIN -> "0";
      case STRONG -> "1";
      case QUIET -> "2";
      case GOOD -> "32";
      case CARE -> "33";
      case BAD -> "1;31";
    };
  }
}
