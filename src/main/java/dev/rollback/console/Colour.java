package dev.rollback.console;

import java.util.Map;

/** When output is coloured: {@code --color}. */
public enum Colour {
  /** On a terminal, unless NO_COLOR is set or the terminal is dumb. */
  AUTO,
  /** Always. */
  ALWAYS,
  /** Never. */
  NEVER;

  /** Whether it is, here. NO_COLOR counts as set where it is not empty (no-color.org). */
  public boolean on(boolean terminal, Map<String, String> environment) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !environment.getOrDefault("TERM", "").equals("dumb");
    };
  }
}
