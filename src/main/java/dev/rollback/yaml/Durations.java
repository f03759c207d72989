package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Durations in ISO 8601, and what people write instead. */
public final class Durations {
  private static final Pattern COLLOQUIAL =
      Pattern.compile(
          "P?T?(?:([0-9]+)\\s*d(?:ays?)?)?\\s*T?(?:([0-9]+)\\s*h(?:ours?|rs?)?)?\\s*"
              + "(?:([0-9]+)\\s*m(?:in(?:ute)?s?)?)?\\s*(?:([0-9]+)\\s*(?:s(?:ec(?:ond)?s?)?)?)?"
              + "(?:([0-9]+)\\s*(?:ms|millis(?:econds)?))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MILLIS = Pattern.compile("([0-9]{1,9})\\s*ms");
  private static final Pattern TYPED = Pattern.compile("[0-9].*[a-zA-Z]"); // P1M is a month
  private static final Pattern CALENDAR = Pattern.compile("P[0-9]+[YM].*");

  private Durations() {}

  static Optional<Object> read(YamlScalar scalar, String what, Consumer<Diagnostic> problems) {
    try {
      return Optional.of(Duration.parse(scalar.text()));
    } catch (DateTimeParseException _) {
      problems.accept(
          Diagnostic.error(
                  scalar.at(),
                  "%s must be a duration, but is %s".formatted(what, Wording.found(scalar)))
              .advise(advice(scalar.text().strip())));
      return Optional.empty();
    }
  }

  private static String advice(String text) {
    if (CALENDAR.matcher(text).matches()) {
      return "Months and years have no fixed length; write days: P30D.";
    }
    return meant(text)
        .map(iso -> "Did you mean " + iso + "?")
        .orElse("Write it in ISO 8601: PT30S, PT5M, PT2H, P1D.");
  }

  /**
   * A duration of a command line: {@code PT5M}, and what people type, {@code 5m}, {@code 90s},
   * {@code 1h30m}. A number without a unit is none: nobody knows which one was meant.
   */
  public static Optional<Duration> typed(String text) {
    var stripped = text.strip();
    return iso(stripped)
        .or(
            () ->
                Optional.of(stripped)
                    .filter(t -> TYPED.matcher(t).matches())
                    .flatMap(Durations::meant)
                    .flatMap(Durations::iso));
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** {@code 30s} is {@code PT30S}; a bare number is taken for seconds. */
  static Optional<String> meant(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return Optional.empty();
    }
    var millis = MILLIS.matcher(text.toLowerCase(Locale.ROOT));
    if (millis.matches()) {
      return Optional.of(Duration.ofMillis(Long.parseLong(millis.group(1))).toString());
    }
    var m = COLLOQUIAL.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    var days = m.group(1) == null ? "" : m.group(1) + "D";
    var time = part(m.group(2), "H") + part(m.group(3), "M") + part(m.group(4), "S");
    var iso = "P" + days + (time.isEmpty() ? "" : "T" + time);
    return iso.length() > 1 ? Optional.of(iso) : Optional.empty();
  }

  private static String part(@org.jspecify.annotations.Nullable String number, String unit) {
    return number == null ? "" : number + unit;
  }
}
