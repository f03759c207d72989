package dev.rollback.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a matrix.
 *
 * @param points how many points the runs and their undos have
 * @param covered at how many of them a process ended
 * @param cases how many times that was tried
 */
record Tally(int points, int covered, int cases, List<Violation> violations, Duration took) {
  static final Tally NOTHING = new Tally(0, 0, 0, List.of(), Duration.ZERO);

  Tally plus(Tally more) {
    var all = new ArrayList<>(violations);
    all.addAll(more.violations);
    return new Tally(
        points + more.points,
        covered + more.covered,
        cases + more.cases,
        List.copyOf(all),
        took.plus(more.took));
  }

  private long count(Violation.Kind kind) {
    return violations.stream().filter(v -> v.kind() == kind).count();
  }

  @Override
  public String toString() {
    var seconds = took.toMillis() / 1000.0;
    return """
        points covered   %d of %d
        cases            %d
        double writes    %d
        lost writes      %d
        wrong claims     %d
        wrong states     %d
        wrong ends       %d
        points missed    %d
        wall time        %.1f s, %.2f s a case"""
        .formatted(
            covered,
            points,
            cases,
            count(Violation.Kind.DOUBLE_WRITE),
            count(Violation.Kind.LOST_WRITE),
            count(Violation.Kind.WRONG_CLAIM),
            count(Violation.Kind.WRONG_STATE),
            count(Violation.Kind.WRONG_END),
            count(Violation.Kind.NOT_REACHED),
            seconds,
            seconds / Math.max(1, cases));
  }
}
