package dev.rollback.diagnostic;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One value however it is escaped, and however often: JSON in JSON, {@code \\u003c} as Go writes
 * it, {@code \\u00fc} as Python does, URLs, HTML, a shell's quotes. No way of escaping touches
 * letters and digits, so that a text without the longest run of these need not be looked at.
 *
 * @param length how long the value is
 * @param run its longest run of letters and digits
 */
record Escaped(int length, String run, Pattern pattern) {
  /** Below that a run is found in too many texts to tell anything. */
  private static final int SHORTEST_RUN = 3;

  private static final String BACKSLASHES = "\\\\*";

  /** Nothing for a value that is never escaped, and for one that only its forms can tell. */
  static Optional<Escaped> of(String value) {
    return Stream.of(value.split("[^A-Za-z0-9]+"))
        .max(Comparator.comparingInt(String::length))
        .filter(run -> run.length() >= SHORTEST_RUN && run.length() < value.length())
        .map(run -> new Escaped(value.length(), run, pattern(value)));
  }

  /** The text with all of it masked. */
  String masked(String text, String mask) {
    return text.contains(run) ? pattern.matcher(text).replaceAll(mask) : text;
  }

  private static Pattern pattern(String value) {
    // Several backslashes are as many as one: each by itself could be matched in too many ways.
    return Pattern.compile(
        value
            .replaceAll("\\\\+", "\\\\")
            .codePoints()
            .mapToObj(c -> plain(c) ? Character.toString(c) : "(?:" + written(c) + ")")
            .collect(Collectors.joining()));
  }

  private static boolean plain(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /** Every way of writing a character, the longest first. */
  private static String written(int c) {
    return Stream.of(
            Stream.of(percent(c), unicode(c)),
            named(c).map(Pattern::quote),
            otherwise(c),
            Stream.of(c == '\\' ? "\\\\+" : BACKSLASHES + Pattern.quote(Character.toString(c))))
        .flatMap(ways -> ways)
        .collect(Collectors.joining("|"));
  }

  /** As a URL has it, or a URL in a URL. */
  private static String percent(int c) {
    var bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length)
        .mapToObj(i -> "%%(?:25)*(?i:%02x)".formatted(bytes[i]))
        .collect(Collectors.joining());
  }

  /** As JSON may have any character. */
  private static String unicode(int c) {
    return Character.toString(c)
        .chars()
        .mapToObj(unit -> "\\\\+u(?i:%04x)".formatted(unit))
        .collect(Collectors.joining());
  }

  private static Stream<String> otherwise(int c) {
    return switch (c) {
      case '\n' -> Stream.of("\\\\+n");
      case '\r' -> Stream.of("\\\\+r");
      case '\t' -> Stream.of("\\\\+t");
      case ' ' -> Stream.of("%(?:25)*(?i:2b)"); // the plus of a URL in a URL
      default -> Stream.empty();
    };
  }

  private static Stream<String> named(int c) {
    return switch (c) {
      case '&' -> Stream.of("&amp;", "&#38;");
      case '<' -> Stream.of("&lt;", "&#60;");
      case '>' -> Stream.of("&gt;", "&#62;");
      case '"' -> Stream.of("&quot;", "&#34;");
      case '\'' -> Stream.of("&apos;", "&#39;", "&#x27;", "'\\''", "'\"'\"'", "''");
      case ' ' -> Stream.of("+");
      default -> Stream.empty();
    };
  }
}
