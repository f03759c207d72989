package dev.rollback.shape;

import java.util.Locale;

/** How names in Java are written in files. */
public final class Names {
  private Names() {}

  /** {@code onFailure} is written {@code on-failure}; {@code SetEnv} is {@code set-env}. */
  public static String key(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** {@code POINT_OF_NO_RETURN} is written {@code point-of-no-return}. */
  public static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
