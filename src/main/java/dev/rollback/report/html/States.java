package dev.rollback.report.html;

import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Tone;
import java.util.Locale;

/** Words that say how something is, with a sign: colour only repeats them. */
final class States {
  private States() {}

  static Html of(String word, Tone tone) {
    var sign = styled("span", "sign", new Html.Text(sign(tone))).with("aria-hidden", "true");
    return styled("span", "state " + style(tone), sign, new Html.Text(word));
  }

  static String style(Tone tone) {
    return tone.name().toLowerCase(Locale.ROOT);
  }

  static String sign(Tone tone) {
    return switch (tone) {
      case GOOD -> "✓";
      case CARE -> "!";
      case BAD -> "×";
      case QUIET -> "–";
      case PLAIN, STRONG -> "•";
    };
  }
}
