package dev.rollback.faults;

import dev.rollback.drill.Repeatable;
import dev.rollback.sandbox.site.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which trials are made: every write, and reads that are spread over the whole command. */
final class Selection {
  private Selection() {}

  /** A scenario, and what is broken when it is run. */
  record Drill(Path runbook, Fault fault) {
    /** Every runbook that is shipped, with every fault that it is for. */
    static List<Drill> all() {
      try (var files = Files.list(Path.of("runbooks"))) {
        return files
            .filter(file -> file.toString().endsWith(".yaml"))
            .sorted()
            .flatMap(
                file ->
                    Repeatable.faults().stream()
                        .filter(f -> f.scenarios().contains(name(file)))
                        .map(f -> new Drill(file, f)))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String name(Path file) {
      return String.valueOf(file.getFileName()).replace(".yaml", "");
    }
  }

  /**
   * Every trial of an errand.
   *
   * @param reads how many reads of each line are disturbed after the preview; half as many before
   */
  static List<Trial> of(Drill drill, Trial.Errand errand, Bench.Reference reference, int reads) {
    var trials = new ArrayList<Trial>();
    reference
        .requests()
        .forEach(
            (line, requests) -> {
              var asking = reference.asking().getOrDefault(line, 0);
              for (var point : points(line, requests, asking, reads)) {
                for (var kind : Kind.values()) {
                  trials.add(trial(drill, errand, line, kind, false, point));
                  if (kind.canLast()) {
                    trials.add(trial(drill, errand, line, kind, true, point));
                  }
                }
              }
            });
    return trials;
  }

  private static Trial trial(
      Drill drill,
      Trial.Errand errand,
      Line line,
      Kind kind,
      boolean lasting,
      Disturbance.Point point) {
    return new Trial(drill.runbook(), drill.fault(), errand, line, kind, lasting, point);
  }

  /** Every write; of the reads for the preview a few, and of those that follow it more. */
  private static List<Disturbance.Point> points(
      Line line, List<Request> requests, int asking, int reads) {
    // What is posted to the service (a login) is a reading of it.
    Predicate<Request> writes = r -> line != Line.HTTP && r.writes();
    var chosen = new ArrayList<>(requests.stream().filter(writes).toList());
    var others = requests.stream().filter(writes.negate()).toList();
    var early = others.stream().filter(r -> r.number() <= asking).toList();
    chosen.addAll(spread(early, (reads + 1) / 2));
    chosen.addAll(spread(others.subList(early.size(), others.size()), reads));
    return chosen.stream()
        .map(r -> new Disturbance.Point(writes.test(r) ? r.write() : 0, r.number(), r.what()))
        .toList();
  }

  /** So many at equal distances. */
  private static List<Request> spread(List<Request> requests, int count) {
    return IntStream.range(0, Math.min(count, requests.size()))
        .mapToObj(i -> requests.get(i * requests.size() / Math.min(count, requests.size())))
        .toList();
  }
}
