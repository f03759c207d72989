package dev.rollback.adapter.kubernetes.evidence;

import com.google.re2j.Pattern;
import dev.rollback.adapter.kubernetes.ObjectReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for a pattern in logs, one after the other, and counts. */
final class LogSearch {
  private final Pattern pattern;
  private final Instant from;
  private final int bytes;
  private final List<String> missing = new ArrayList<>();
  private int runs;
  private int lines;
  private int matches;
  private Instant newestAt = Instant.MIN;
  private Optional<String> newest = Optional.empty();

  /**
   * Looks for lines that contain the pattern.
   *
   * @param from nothing before counts
   * @param bytes how much is read of each log
   */
  LogSearch(Pattern pattern, Instant from, int bytes) {
    this.pattern = pattern;
    this.from = from;
    this.bytes = bytes;
  }

  /** Reads the log of one run. */
  void read(PodRuns.Run run, ObjectReader objects) {
    if (run.lost() > 0) {
      missing.add(
          "%s, has the log of that run alone, and %d earlier ones may be in the window"
              .formatted(run.place(), run.lost()));
    }
    var request =
        new ObjectReader.LogRequest(
            run.pod(), run.container(), run.previous(), new ObjectReader.Part.Since(from), bytes);
    switch (objects.log(request)) {
      case ObjectReader.ContainerLog.Text(var text, var cut) -> {
        runs++;
        if (cut) {
          missing.add("%s, has more than %d MiB in the window".formatted(run.place(), bytes >> 20));
        }
        text.lines().forEach(this::line);
      }
      case ObjectReader.ContainerLog.None _ -> missing.add(run.place() + ", has no log any more");
      case ObjectReader.ContainerLog.Gone _ -> missing.add("pod " + run.pod() + " has gone away");
    }
  }

  /** {@code 2026-11-22T07:46:17.123456789Z text}; a line that was cut may have less. */
  private void line(String line) {
    var space = line.indexOf(' ');
    var at = space < 0 ? Optional.<Instant>empty() : time(line.substring(0, space));
    var text = at.isEmpty() ? line : line.substring(space + 1);
    if (at.filter(from::isAfter).isPresent()) {
      return;
    }
    lines++;
    if (pattern.matcher(text).find()) {
      matches++;
      if (at.orElse(from).isAfter(newestAt)) {
        newestAt = at.orElse(from);
        newest = Optional.of(text);
      }
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty(); // the runtime wrote it without one: it counts, as it was sent
    }
  }

  /** How many logs were read. */
  int runs() {
    return runs;
  }

  int lines() {
    return lines;
  }

  int matches() {
    return matches;
  }

  /** What could not be read, and why. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  /** The newest line that matches. */
  Optional<String> newest() {
    return newest;
  }
}
