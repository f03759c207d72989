package dev.rollback.diagnostic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Knows the value of every secret that was read, and masks it wherever it turns up: as it is, in
 * base64, and escaped as URLs, JSON, HTML and shells do, also more than once. Everything that
 * leaves the process goes through it.
 */
public final class Redactor {
  /** A shorter secret would mask ordinary text; such a value is refused where it is read. */
  public static final int SHORTEST = 4;

  /** A shorter line of a text in a Secret is more likely a setting than a part of a key. */
  private static final int SHORTEST_LINE = 24;

  private static final String PEM_FRAME = "-----";
  private static final String MASK = "***";

  /** Longest first, so that a secret that contains another one is masked whole. */
  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed().thenComparing(s -> s);

  /** Evidence is masked line by line, a million of them, and secrets are learned seldom. */
  private volatile Known known = new Known(List.of(), List.of());

  private record Known(List<Escaped> escaped, List<String> forms) {}

  /** From now on this value is masked. */
  public synchronized void learn(Sensitive secret) {
    var value = secret.reveal();
    if (value.length() < SHORTEST) {
      return;
    }
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var padded = Base64.getEncoder().encodeToString(bytes);
    var whole =
        Stream.of(
            value,
            padded,
            padded.replace("=", ""),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            URLEncoder.encode(value, StandardCharsets.UTF_8),
            URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
            jsonEscaped(value));
    var added = Stream.concat(whole, lines(value));
    var forms = Stream.concat(known.forms().stream(), added);
    var escaped = Stream.concat(known.escaped().stream(), Escaped.of(value).stream());
    known =
        new Known(
            escaped
                .filter(distinct())
                .sorted(Comparator.comparingInt(Escaped::length).reversed())
                .toList(),
            forms.distinct().sorted(LONGEST_FIRST).toList());
  }

  /** Patterns have no equality of their own. */
  private static Predicate<Escaped> distinct() {
    var seen = new HashSet<String>();
    return one -> seen.add(one.pattern().pattern());
  }

  /** Logs and evidence come line by line, where a key of many lines is never met whole. */
  private static Stream<String> lines(String value) {
    return value
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE && line.length() < value.length())
        .filter(line -> !line.startsWith(PEM_FRAME));
  }

  /** As RFC 8259 has it in its shortest form; a key or certificate has many lines. */
  private static String jsonEscaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  /** The text with every known secret masked. */
  public String redact(String text) {
    var now = known;
    var result = text;
    // First, so that no backslash of an escaped beginning is left.
    for (var escaped : now.escaped()) {
      result = escaped.masked(result, MASK);
    }
    for (var form : now.forms()) {
      result = result.replace(form, MASK);
    }
    return result;
  }
}
