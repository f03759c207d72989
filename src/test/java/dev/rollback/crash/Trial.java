package dev.rollback.crash;

import dev.rollback.crash.Violation.Kind;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One case: a process that ends at a point, those that go on after it, and the judgement. */
final class Trial {
  /**
   * Two deaths have as many cases as points by points, and on real systems these are too many: the
   * n-th death of the run is followed by one at point 1 + n mod this of the resumption. A
   * resumption has at least about as many points. The tests of the engine have all pairs.
   */
  private static final int DIAGONAL = 37;

  private static final int ATTEMPTS = 3;

  private final Stage stage;
  private final Rehearsal rehearsal;
  private final Case where;
  private final Machine machine;
  private final List<Violation> violations = new ArrayList<>();
  private Writes before = Writes.NONE;

  /** What is going on when the process ends, and how somebody goes on. */
  enum Course {
    /** The run dies, and is resumed. */
    RUN_RESUMED,
    /** The run dies, and is undone. */
    RUN_UNDONE,
    /** The run dies, its resumption dies too, and is resumed. */
    RUN_RESUMED_TWICE,
    /** The run is stopped by Ctrl-C, and is resumed. */
    RUN_STOPPED,
    /** The undo of a finished run dies, and is undone again. */
    UNDO_UNDONE,
    /** The undo of a finished run dies, and is resumed. */
    UNDO_RESUMED;

    boolean isOfUndo() {
      return this == UNDO_UNDONE || this == UNDO_RESUMED;
    }
  }

  /** Which case it is. */
  record Case(String scenario, String fault, Course course, int number, String point) {
    @Override
    public String toString() {
      return "%s against %s, %s, point %d: %s".formatted(scenario, fault, course, number, point);
    }
  }

  private Trial(Stage stage, Rehearsal rehearsal, Case where, Path home, Path runbooks) {
    this.stage = stage;
    this.rehearsal = rehearsal;
    this.where = where;
    this.machine = new Machine(stage, home, runbooks);
  }

  /** Does it, in a directory of its own that is gone afterwards. */
  static List<Violation> of(Stage stage, Rehearsal rehearsal, Case where, Path runbooks) {
    var home = Machine.temporary("crash");
    var trial = new Trial(stage, rehearsal, where, home, runbooks);
    try {
      trial.run();
    } catch (UserException | SystemException | IllegalStateException e) {
      trial.violation(Kind.WRONG_END, "it cannot be judged: " + e);
    }
    Machine.remove(home);
    return List.copyOf(trial.violations);
  }

  private void run() {
    for (var attempt = 1; !begin() && attempt < ATTEMPTS; attempt++) {
      machine.startAnew(); // a busy machine: the service was not ready when it was asked
    }
    switch (where.course()) {
      case RUN_RESUMED, RUN_STOPPED -> resume(Mortality.none());
      case RUN_RESUMED_TWICE -> {
        resume(Mortality.atPoint(1 + where.number() % DIAGONAL));
        resume(Mortality.none());
      }
      case RUN_UNDONE, UNDO_UNDONE -> undo();
      case UNDO_RESUMED -> resumeUndo();
    }
  }

  /** Comes to the point; false where nothing began at all. */
  private boolean begin() {
    if (where.course().isOfUndo()) {
      stage.putBack(rehearsal.run().holds());
      machine.copyFrom(rehearsal.finished());
      before = stage.writes().minus(rehearsal.run().writes());
    } else {
      stage.putBack(rehearsal.broken());
      before = stage.writes();
    }
    violations.clear();
    return die() || machine.hasRun();
  }

  private Writes counted() {
    return stage.writes().minus(before);
  }

  private boolean die() {
    var manner =
        where.course() == Course.RUN_STOPPED ? Mortality.Manner.STOP : Mortality.Manner.DEATH;
    var life = Mortality.at(where.point(), manner);
    var end =
        where.course().isOfUndo()
            ? machine.run(life, "undo", "latest", "--yes")
            : machine.run(life, "scenario", rehearsal.scenario());
    if (!life.isReached()) {
      violation(Kind.NOT_REACHED, end.seen());
    }
    if (machine.hasRun()) {
      judgeClaims(machine.told());
    } else {
      judgeWrites(Writes.NONE, Writes.NONE);
    }
    return life.isReached();
  }

  private void resume(Mortality life) {
    if (!machine.hasRun()) {
      expect(machine.run(Mortality.none(), "resume"), 2);
      machine.startAnew();
      expect(machine.run(Mortality.none(), "scenario", rehearsal.scenario()), 0);
    } else if (machine.told().resumable()) {
      var end = machine.run(life, _ -> {}, this::wasDone, "resume");
      if (!life.isDead()) {
        expect(end, 0);
      }
    } else {
      expect(machine.run(Mortality.none(), "resume"), 2);
    }
    if (!life.isDead()) {
      judgeResumed();
    }
  }

  /** Whoever looks at the systems finds what the servers have counted. */
  private boolean wasDone() {
    return !counted().minus(Claims.of(machine.told(), rehearsal.bill()).certain()).isNone();
  }

  private void undo() {
    if (!machine.hasRun()) {
      expect(machine.run(Mortality.none(), "undo", "latest", "--yes"), 2);
      judgeHoldings(rehearsal.broken(), rehearsal.broken());
      return;
    }
    var told = machine.told();
    var expected = Claims.of(told, rehearsal.bill()).afterUndo(counted());
    expect(machine.run(Mortality.none(), "undo", "latest", "--yes"), 0);
    judgeUndone(expected);
  }

  private void resumeUndo() {
    var told = machine.told();
    var expected = Claims.of(told, rehearsal.bill()).afterUndo(counted());
    if (told.undoing().isEmpty()) {
      // It died before it could say what it was about to do: the run stands as it ended.
      expect(machine.run(Mortality.none(), "resume"), told.resumable() ? 0 : 2);
      judgeResumed();
    } else if (told.resumable()) {
      expect(machine.run(Mortality.none(), "resume"), 5);
      judgeUndone(expected);
    } else {
      expect(machine.run(Mortality.none(), "resume"), 2);
      judgeUndone(expected);
    }
  }

  private void judgeResumed() {
    judgeWrites(rehearsal.run().writes(), rehearsal.run().writes());
    judgeHoldings(rehearsal.run().holds(), rehearsal.run().holds());
    judgeRecord();
    var told = machine.told();
    var expected = rehearsal.run().told();
    told.ended()
        .filter(e -> e.outcome().equals(expected.ended().orElseThrow().outcome()))
        .ifPresentOrElse(
            _ -> {}, () -> violation(Kind.WRONG_CLAIM, "the run ended as " + told.ended()));
    expected
        .steps()
        .forEach(
            (id, step) -> {
              var fact = fact(step);
              var here = fact(told.step(id));
              fact.forEach(
                  (what, so) -> {
                    if (!so.equals(here.get(what))) {
                      violation(
                          Kind.WRONG_CLAIM,
                          "the journal says of step '%s': %s is %s, not %s"
                              .formatted(id, what, here.get(what), so));
                    }
                  });
            });
  }

  /** What a journal says of a step, less times and names of files. */
  private static Map<String, String> fact(StepState step) {
    return Map.of(
        "its phase", step.phase().name(),
        "that it was written", Boolean.toString(step.written()),
        "the state before", step.kept().map(k -> k.before().toString()).orElse("none"),
        "the state after", step.kept().map(k -> k.after().toString()).orElse("none"),
        "that it has a time to be taken back", Boolean.toString(step.due().isPresent()),
        "that it was answered", Boolean.toString(step.answer().isPresent()),
        "what was read", step.check().map(c -> c.verdict().name()).orElse("nothing"));
  }

  private void judgeUndone(Claims.Bounds expected) {
    judgeWrites(expected.least(), expected.most());
    judgeHoldings(rehearsal.broken(), rehearsal.undo().holds());
    judgeRecord();
    var told = machine.told();
    var left = told.toUndo().stream().map(StepState::id).toList();
    if (!left.isEmpty()) {
      violation(Kind.WRONG_CLAIM, "the journal says that this is still in place: " + left);
    }
    if (!told.written().isEmpty()
        && told.ended().filter(e -> e.outcome() == Outcome.UNDONE).isEmpty()) {
      violation(Kind.WRONG_CLAIM, "the undo ended as " + told.ended());
    }
  }

  private void judgeRecord() {
    var verification = machine.verified();
    if (!verification.intact()) {
      violation(Kind.WRONG_CLAIM, "the journal is damaged: " + verification.damages());
    }
    judgeClaims(machine.told());
  }

  private void judgeClaims(RunState told) {
    Claims.of(told, rehearsal.bill())
        .against(counted())
        .forEach(wrong -> violation(Kind.WRONG_CLAIM, wrong));
  }

  private void judgeWrites(Writes least, Writes most) {
    var counted = counted();
    var more = counted.minus(most).positive();
    if (!more.isNone()) {
      violation(Kind.DOUBLE_WRITE, more + " too many");
    }
    var missing = least.minus(counted).positive();
    if (!missing.isNone()) {
      violation(Kind.LOST_WRITE, missing + " missing");
    }
  }

  private void judgeHoldings(Snapshot wanted, Snapshot undisturbed) {
    stage.holds().differences(wanted, undisturbed).forEach(d -> violation(Kind.WRONG_STATE, d));
  }

  private void expect(Machine.End end, int exit) {
    if (end.exit().orElse(-1) != exit) {
      violation(
          Kind.WRONG_END, "exit %s instead of %d:\n%s".formatted(end.exit(), exit, end.seen()));
    }
    var known = Set.copyOf(rehearsal.run().end().asked());
    end.asked().stream()
        .filter(q -> !known.contains(q) && !q.contains("Nobody knows whether"))
        .forEach(q -> violation(Kind.WRONG_END, "nobody would expect to be asked: " + q));
  }

  private void violation(Kind kind, String what) {
    violations.add(new Violation(kind, where, what));
  }
}
