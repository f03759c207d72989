package dev.rollback.adapter.host.machine;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
public final class Quoting {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Quoting() {}

  /** One word, whatever is in it. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** A command as one would type it: quotes only where they are needed. */
  public static String typed(List<String> argv) {
    return argv.stream()
        .map(word -> HARMLESS.matcher(word).matches() ? word : quoted(word))
        .collect(Collectors.joining(" "));
  }
}
