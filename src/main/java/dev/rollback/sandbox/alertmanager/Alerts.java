package dev.rollback.sandbox.alertmanager;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The alerts that fire: an alert of which nothing is heard any more is resolved after a time. */
final class Alerts {
  private static final Duration RESOLVED_AFTER = Duration.ofMinutes(5);

  private final Map<SortedMap<String, String>, Alert> all = new HashMap<>();

  /** One alert. */
  record Alert(
      SortedMap<String, String> labels,
      Map<String, String> annotations,
      Instant starts,
      Instant ends,
      Instant updated) {}

  /** Somebody says that it fires until then; it began when it was said first. */
  synchronized void put(Alert alert) {
    all.merge(
        alert.labels(),
        alert,
        (before, after) ->
            after.ends().isAfter(after.updated()) && before.ends().isAfter(after.updated())
                ? new Alert(
                    after.labels(),
                    after.annotations(),
                    before.starts().isBefore(after.starts()) ? before.starts() : after.starts(),
                    after.ends(),
                    after.updated())
                : after);
  }

  /** With the usual end. */
  void fire(Map<String, String> labels, Instant now) {
    put(new Alert(new TreeMap<>(labels), Map.of(), now, now.plus(RESOLVED_AFTER), now));
  }

  /** It no longer fires. */
  void resolve(Map<String, String> labels, Instant now) {
    put(new Alert(new TreeMap<>(labels), Map.of(), now, now, now));
  }

  static Instant usualEnd(Instant now) {
    return now.plus(RESOLVED_AFTER);
  }

  /** Those that fire, in the order of their labels. */
  synchronized List<Alert> firing(Instant now) {
    return all.values().stream()
        .filter(alert -> alert.ends().isAfter(now))
        .sorted(Comparator.comparing(alert -> alert.labels().toString()))
        .toList();
  }
}
