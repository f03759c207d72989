package dev.rollback.faults;

import dev.rollback.action.Target;
import dev.rollback.cli.Truth;
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
  private final Sight before;
  private final Sight now;
  private final List<String> wrong = new ArrayList<>();

  private Claims(RunState run, Sight before, Sight now) {
    this.run = run;
    this.before = before;
    this.now = now;
  }

  /**
   * What is claimed and not so.
   *
   * @param seen the targets of the steps, as they are now
   * @param before what was there before the run
   */
  static List<String> wrong(RunState run, List<Truth.Seen> seen, Sight before, Sight now) {
    var claims = new Claims(run, before, now);
    seen.forEach(claims::step);
    claims.inPlace(seen);
    if (run.toUndo().isEmpty() && !now.changesOf(before).isEmpty()) {
      claims.wrong.add("nothing is left to undo, and yet: " + now.changesOf(before));
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
        if (!seen.bulk() && !seen.before() && !seen.after()) {
          wrong.add("'%s' is neither as before nor as wanted: %s".formatted(id, seen.now()));
        }
      }
      case PENDING, ALREADY, PASSED, KEPT, CONFIRMED, SKIPPED ->
          wrong.add("'%s' has kept a state, and is %s".formatted(id, phase));
    }
  }

  private void isBefore(String id, StepState.Phase phase, Truth.Seen seen) {
    if (seen.bulk()) {
      patterns(seen.target())
          .forEach(
              pattern -> {
                var gone = now.gone(before, pattern);
                if (!gone.isEmpty()) {
                  wrong.add("'%s' is %s, and %s is gone".formatted(id, phase, gone));
                }
              });
    } else if (!seen.before()) {
      wrong.add("'%s' is %s, and the system is %s".formatted(id, phase, seen.now()));
    }
  }

  private void isAfter(String id, StepState.Phase phase, Truth.Seen seen) {
    if (seen.bulk()) {
      patterns(seen.target())
          .forEach(
              pattern -> {
                var kept = now.kept(before, pattern);
                if (!kept.isEmpty()) {
                  wrong.add("'%s' is %s, and %s is there".formatted(id, phase, kept));
                }
              });
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
        .filter(s -> s.bulk() ? nothingGone(s) : s.before())
        .forEach(
            s ->
                wrong.add(
                    "the run says '%s', and '%s' is as before (%s)"
                        .formatted(match.group(), s.step().id(), s.step().note())));
  }

  private boolean nothingGone(Truth.Seen seen) {
    return patterns(seen.target()).stream().allMatch(p -> now.gone(before, p).isEmpty());
  }

  /** The patterns of keys that a step moves. */
  static List<Pattern> patterns(Target target) {
    return target.object().equals("keys")
        ? target.parts().stream().map(Sight::glob).toList()
        : List.of();
  }
}
