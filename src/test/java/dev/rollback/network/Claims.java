package dev.rollback.network;

import dev.rollback.cli.Truth;
import dev.rollback.crash.Snapshot;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Holds what a journal says against what is there. */
final class Claims {
  private static final Pattern IN_PLACE = Pattern.compile("still in place: ([^;]+)");

  private final RunState run;
  private final Snapshot before;
  private final Snapshot now;
  private final String customer;
  private final List<String> wrong = new ArrayList<>();

  private Claims(RunState run, Snapshot before, Snapshot now, String customer) {
    this.run = run;
    this.before = before;
    this.now = now;
    this.customer = customer;
  }

  /**
   * What is claimed and not so.
   *
   * @param seen the targets of the steps, as they are now
   * @param before what was there before the run
   * @param customer the id of somebody who uses the service all the while
   * @param changed what is not as it was then, less what no undo takes back
   */
  static List<String> wrong(
      RunState run,
      List<Truth.Seen> seen,
      Snapshot before,
      Snapshot now,
      String customer,
      List<String> changed) {
    var claims = new Claims(run, before, now, customer);
    seen.forEach(claims::step);
    claims.inPlace(seen);
    if (run.toUndo().isEmpty()) {
      changed.forEach(c -> claims.wrong.add("nothing is left to undo, and yet: " + c));
    }
    return claims.wrong;
  }

  private void step(Truth.Seen seen) {
    var id = seen.step().id();
    var phase = seen.step().phase();
    switch (phase) {
      case UNDONE -> isBefore(id, phase, seen);
      case CHANGED -> isAfter(id, phase, seen);
      case RUNNING, FAILED, UNDOING, UNDO_FAILED, REDOING, REDO_FAILED -> {
        if (!seen.bulk() && seen.place() == Truth.Place.ELSEWHERE) {
          wrong.add("'%s' is neither as before nor as wanted: %s".formatted(id, seen.now()));
        }
      }
      case PENDING, ALREADY, PASSED, KEPT, CONFIRMED, SKIPPED ->
          wrong.add("'%s' has kept a state, and is %s".formatted(id, phase));
    }
  }

  private Keys keys(Truth.Seen seen) {
    return Keys.of(seen.target(), before, now, customer);
  }

  private void isBefore(String id, StepState.Phase phase, Truth.Seen seen) {
    if (seen.bulk()) {
      keys(seen)
          .gone()
          .forEach(key -> wrong.add("'%s' is %s, and %s is gone".formatted(id, phase, key)));
    } else if (!seen.before()) {
      wrong.add("'%s' is %s, and the system is %s".formatted(id, phase, seen.now()));
    }
  }

  private void isAfter(String id, StepState.Phase phase, Truth.Seen seen) {
    if (seen.bulk()) {
      keys(seen)
          .kept()
          .forEach(key -> wrong.add("'%s' is %s, and %s is there".formatted(id, phase, key)));
    } else if (!seen.after() && !movedLater(seen)) {
      wrong.add("'%s' is %s, and the system is %s".formatted(id, phase, seen.now()));
    }
  }

  /** Whether a later step of the run has moved the same thing on. */
  private boolean movedLater(Truth.Seen seen) {
    var after =
        run.written().subList(run.written().indexOf(seen.step().id()) + 1, run.written().size());
    return run.plan()
        .all()
        .filter(PlannedStep.Change.class::isInstance)
        .map(PlannedStep.Change.class::cast)
        .anyMatch(c -> after.contains(c.id()) && c.target().overlaps(seen.target()));
  }

  /** What the run's end says to be still in place is in place. */
  private void inPlace(List<Truth.Seen> seen) {
    var why = run.ended().map(e -> e.why()).orElse("");
    var match = IN_PLACE.matcher(why);
    if (!match.find()) {
      return;
    }
    var named = new TreeSet<>(Arrays.asList(match.group(1).split(", ", -1)));
    seen.stream()
        .filter(s -> named.contains(s.step().id()))
        .filter(s -> s.bulk() ? keys(s).asBefore() : s.before())
        .forEach(
            s ->
                wrong.add(
                    "the run says '%s', and '%s' is as before (%s)"
                        .formatted(match.group(), s.step().id(), s.step().note())));
  }
}
