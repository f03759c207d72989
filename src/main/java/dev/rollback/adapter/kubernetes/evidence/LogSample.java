package dev.rollback.adapter.kubernetes.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is shown of a line of a log: its beginning, without what looks like a secret. Known secrets
 * must have been masked before, in the whole line.
 */
final class LogSample {
  private static final String MASK = "***";
  private static final int LOOKED_AT = 4096;
  private static final int SHOWN = 200;

  /** {@code password=…}, {@code "token": "…"}, {@code Authorization: Bearer …}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:secret|passw|token|key|credential|authorization|cookie)[\\w.-]{0,40}\"?\\s{0,3}[:=]"
              + "\\s{0,3}\"?(?:(?:bearer|basic)\\s{1,3})?)[^\\s\",;&}]+");

  /** {@code Bearer …} wherever it stands. */
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b((?:bearer|basic)\\s{1,3})[^\\s\",;]+");

  /** Long words of letters and digits: hashes, tokens, keys. */
  private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9+/_=-]{24,}");

  private LogSample() {}

  static String of(String line) {
    var text = line.length() > LOOKED_AT ? line.substring(0, LOOKED_AT) : line;
    text = NAMED.matcher(text).replaceAll("$1" + MASK);
    text = BEARER.matcher(text).replaceAll("$1" + MASK);
    text =
        LONG_WORD
            .matcher(text)
            .replaceAll(
                word -> hasDigit(word.group()) ? MASK : Matcher.quoteReplacement(word.group()));
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static boolean hasDigit(String word) {
    return word.chars().anyMatch(Character::isDigit);
  }
}
