package dev.rollback.plan;

import dev.rollback.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A step whose system has moved since a plan was made.
 *
 * @param step its id
 * @param target what it moves, for people
 * @param fields what is not as it was then
 */
public record Moved(String step, String target, List<Field> fields) {

  /**
   * One field, three ways.
   *
   * @param from what it was when the plan was made; empty where it was not there
   * @param to what the plan makes it
   * @param now what it is
   */
  public record Field(
      String field, Optional<String> from, Optional<String> to, Optional<String> now) {

    private String lines() {
      return """
      %s
        planned from  %s
        planned to    %s
        now           %s%s\
      """
          .formatted(field, text(from), text(to), text(now), reached());
    }

    private String reached() {
      return now.equals(to) && !from.equals(to) ? "  (as the plan would have made it)" : "";
    }

    private static String text(Optional<String> value) {
      return value.orElse("(not there)");
    }
  }

  /** Why the plan cannot be run. */
  Diagnostic diagnostic() {
    return Staleness.stale(
        "step '%s' (%s): its state is another one now\n%s"
            .formatted(
                step, target, fields.stream().map(Field::lines).collect(Collectors.joining("\n"))));
  }
}
