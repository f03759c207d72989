package dev.rollback.scenario;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Reads `temporary:`. */
final class Temporaries {
  private Temporaries() {}

  static List<Diagnostic> problems(Located<String> text) {
    try {
      var duration =
          text.value().equals("run") ? Duration.ofSeconds(1) : Duration.parse(text.value());
      return duration.isPositive()
          ? List.of()
          : List.of(Diagnostic.error(text.at(), "a temporary change lasts longer than nothing"));
    } catch (DateTimeParseException e) {
      return List.of(
          Diagnostic.error(text.at(), "'" + text.value() + "' is neither `run` nor a duration")
              .advise("Write `run` (until the steps are through) or a duration such as PT30M."));
    }
  }

  /** A text that {@link #problems} found none in. */
  static Temporary of(Located<String> text) {
    return text.value().equals("run")
        ? new Temporary.UntilRunEnds()
        : new Temporary.Lasting(Duration.parse(text.value()));
  }
}
