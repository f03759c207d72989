package dev.rollback.process;

import dev.rollback.diagnostic.SystemException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Map;

/**
 * What the locale of this process can hand to a program. The platform would put question marks in
 * place of all else, and a program would silently get another password or file name. A variable
 * that the locale could not even read is not ours: it is handed on as it is known.
 */
public final class Native {
  /** What the platform puts in place of bytes that the locale has no character for. */
  private static final String UNREADABLE = "\uFFFD";

  private Native() {}

  /**
   * Refuses what would be altered.
   *
   * @throws SystemException naming the variable or the argument's place, never a value
   */
  public static void check(List<String> argv, Map<String, String> environment) {
    check(argv, environment, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  /** The same of this character set. */
  static void check(List<String> argv, Map<String, String> environment, Charset charset) {
    var encoder = charset.newEncoder();
    for (var at = 0; at < argv.size(); at++) {
      if (isAltered(argv.get(at), encoder)) {
        throw altered(at == 0 ? "the program's name" : "argument " + at, charset);
      }
    }
    environment.forEach(
        (name, value) -> {
          if (isAltered(name, encoder) || isAltered(value, encoder)) {
            throw altered("the variable " + name, charset);
          }
        });
  }

  private static boolean isAltered(String text, CharsetEncoder encoder) {
    return !encoder.canEncode(text.replace(UNREADABLE, ""));
  }

  private static SystemException altered(String what, Charset charset) {
    return SystemException.refused(
        "%s has characters that the locale of this process (%s) cannot hand to a program"
            .formatted(what, charset.name()),
        "Start rollback with LC_ALL=C.UTF-8.");
  }
}
