package dev.rollback.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for a secret in a text: whole, in every form, and its telling part alone, which survives
 * any escaping and stands in what is cut off behind it.
 */
public final class Search {
  private static final int TELLING = 12;

  private final List<String> forms;

  /** A search for one value. */
  public Search(String value) {
    var telling = telling(value);
    this.forms =
        Stream.of(whole(value), Stream.of(telling), within(telling))
            .flatMap(s -> s)
            .distinct()
            .toList();
  }

  /** What of it is found nowhere else; of a key its last line, which is no header. */
  static String telling(String value) {
    if (value.startsWith("-----")) {
      return value
          .lines()
          .filter(line -> !line.startsWith("-----"))
          .reduce("", (_, later) -> later)
          .substring(0, TELLING);
    }
    return Stream.of(value.split("[^A-Za-z0-9]+"))
        .filter(word -> word.length() >= TELLING)
        .findFirst()
        .orElse(value)
        .substring(0, Math.min(TELLING, value.length()));
  }

  private static Stream<String> whole(String value) {
    var bytes = value.getBytes(UTF_8);
    var url = URLEncoder.encode(value, UTF_8);
    var json = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return Stream.of(
        value,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        url,
        url.replace("+", "%20"),
        json);
  }

  /** In base64 of a longer text, such as {@code user:password}, wherever it begins in it. */
  private static Stream<String> within(String telling) {
    return IntStream.range(0, 3)
        .mapToObj(
            shift -> {
              var text = " ".repeat(shift) + telling;
              var encoded =
                  Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
              var first = (shift * 8 + 5) / 6;
              return encoded.substring(first, text.length() * 8 / 6);
            });
  }

  /** The forms of it that stand there. */
  public List<String> in(String text) {
    return forms.stream().filter(text::contains).toList();
  }
}
