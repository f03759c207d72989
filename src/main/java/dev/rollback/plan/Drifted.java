package dev.rollback.plan;

import dev.rollback.shape.Doc;
import java.util.Optional;

/** One field that somebody else has changed after we had written it. */
@Doc("One field that somebody else has changed after we had written it.")
public record Drifted(
    @Doc("The field: keys joined by dots.") String field,
    @Doc("What it was before the run; missing where it was not there.") Optional<String> before,
    @Doc("What the run wrote; missing where it took it away.") Optional<String> wrote,
    @Doc("What it is now; missing where it is not there.") Optional<String> now) {

  /** {@code image: before a, we wrote b, now c}. */
  public String label() {
    return "%s: before %s, we wrote %s, now %s"
        .formatted(field, text(before), text(wrote), text(now));
  }

  private static String text(Optional<String> value) {
    return value.map(v -> "'" + v + "'").orElse("(none)");
  }
}
