package dev.rollback.chaos;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What has happened so far, in all lanes. Thread-safe. */
final class Tally {
  private final Map<Evidence.Where, Integer> kills = new EnumMap<>(Evidence.Where.class);
  private final Map<Violation.Kind, Integer> violations = new EnumMap<>(Violation.Kind.class);
  private final Map<String, Integer> places = new TreeMap<>();
  private final Map<String, Integer> rounds = new TreeMap<>();
  private final Map<String, Integer> ends = new TreeMap<>();
  private long survived;
  private int tooLate;
  private int furtherWrites;

  /** A round is over. */
  synchronized void add(Lane.Drill drill, Round.Result result) {
    rounds.merge(drill.toString(), 1, Integer::sum);
    ends.merge(result.end(), 1, Integer::sum);
    for (var death : result.deaths()) {
      kills.merge(death.where(), 1, Integer::sum);
      if (death.where() == Evidence.Where.WITHIN) {
        places.merge(death.last(), 1, Integer::sum);
      }
    }
    result.violations().forEach(v -> violations.merge(v.kind(), 1, Integer::sum));
    survived += result.violations().isEmpty() ? result.counted() : 0;
    tooLate += result.tooLate();
    furtherWrites += result.furtherWrites();
  }

  /** The kills between the first and the last event of a process. */
  synchronized int counted() {
    return kills.getOrDefault(Evidence.Where.WITHIN, 0);
  }

  synchronized boolean clean() {
    return violations.isEmpty();
  }

  /** The table at the end. */
  synchronized String table(long seed, int lanes, Duration time) {
    var text = new StringBuilder();
    row(text, "seed", seed);
    row(text, "kills between first and last event", counted());
    row(text, "  of these survived", survived);
    row(text, "kills before the first event", kills.getOrDefault(Evidence.Where.BEFORE, 0));
    row(text, "kills after the last event", kills.getOrDefault(Evidence.Where.AFTER, 0));
    row(text, "ended before the kill", tooLate);
    rounds.forEach((drill, count) -> row(text, "rounds of " + drill, count));
    ends.forEach((end, count) -> row(text, "  " + end, count));
    for (var kind : Violation.Kind.values()) {
      row(text, kind.words(), violations.getOrDefault(kind, 0));
    }
    row(text, "requests to write that changed nothing", furtherWrites);
    row(text, "wall time", "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart()));
    row(
        text,
        "  per kill and lane",
        "%.2f s".formatted(time.toMillis() / 1000.0 * lanes / Math.max(1, counted())));
    text.append("\nkilled after this was recorded last:\n");
    places.forEach((place, count) -> row(text, "  " + place, count));
    return text.toString();
  }

  private static void row(StringBuilder text, String what, Object value) {
    text.append("%-44s %s%n".formatted(what, value));
  }
}
