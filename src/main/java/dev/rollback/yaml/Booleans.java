package dev.rollback.yaml;

import java.util.Locale;
import java.util.Optional;

/** The words that people and YAML 1.1 use for true and false. */
final class Booleans {
  private Booleans() {}

  static Optional<Boolean> meant(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> Optional.of(true);
      case "false", "no", "off", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
