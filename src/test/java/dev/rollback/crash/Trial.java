package dev.rollback.crash;

import dev.rollback.cli.InProcess;
import dev.rollback.crash.Violation.Kind;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** One case: a process that ends at a point, those that go on after it, and the judgement. */
final class Trial {
  /**
   * Two deaths have as many cases as points by points, and on real systems these are too many: the
   * n-th death of the run is followed by one at point 1 + n mod this of the resumption. A
   * resumption has at least about as many points. The tests of the engine have all pairs.
   */
  private static final int DIAGONAL = 37;

  private static final int ATTEMPTS = 3;

  /** The exit code of a run that was taken back. */
  private static final int UNDONE = 5;

  private final Stage stage;
  private final Rehearsal rehearsal;
  private final Case where;
  private final Machine machine;
  private final List<Violation> violations = new ArrayList<>();
  private final Snapshot broken;
  private final List<Snapshot> met = new ArrayList<>();
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
    this.broken = rehearsal.again() ? rehearsal.broken() : stage.brokenBy(rehearsal.fault());
    this.machine = new Machine(stage, home, runbooks);
  }

  /** Does it, in a directory of its own that is gone afterwards. */
  static List<Violation> of(Stage stage, Rehearsal rehearsal, Case where, Path runbooks) {
    var home = Machine.temporary("crash");
    var trial = new Trial(stage, rehearsal, where, home, runbooks);
    try {
      trial.run();
      if (!rehearsal.again() && trial.violations.isEmpty()) {
        trial.bringBack();
      }
    } catch (UserException | SystemException | IllegalStateException e) {
      trial.violation(Kind.WRONG_END, "it cannot be judged: " + e);
    }
    var nothing = trial.foundNothing();
    Machine.remove(home);
    return nothing
        ? List.of(new Violation(Kind.NOT_REACHED, where, "the fault did not show itself"))
        : List.copyOf(trial.violations);
  }

  /** Where no cause was found, nothing was done: that was no case. */
  private boolean foundNothing() {
    return machine.hasRun()
        && machine.told().plan().diagnosis().filter(d -> d.found().isEmpty()).isPresent();
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

  /** The next case begins where this one began: what was healed is undone, which must be exact. */
  private void bringBack() {
    if (machine.hasRun()
        && machine.told().ended().filter(e -> e.outcome() == Outcome.SUCCEEDED).isPresent()) {
      met.add(stage.holds());
      expectUndo(machine.run(Mortality.none(), "undo", "latest", "--yes"));
      judgeBroken();
    }
  }

  /** Comes to the point; false where nothing began at all. */
  private boolean begin() {
    if (!rehearsal.again()) {
      before = stage.writes();
      if (where.course().isOfUndo() && !machine.hasRun()) {
        expect(machine.run(Mortality.none(), start()), 0);
        met.add(stage.holds());
      }
    } else if (where.course().isOfUndo()) {
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

  private String[] start() {
    return stage.command(rehearsal.scenario(), rehearsal.fault());
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
            : machine.run(life, start());
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
      expect(machine.run(Mortality.none(), start()), 0);
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
      judgeBroken();
      return;
    }
    var told = machine.told();
    var expected = Claims.of(told, rehearsal.bill()).afterUndo(counted());
    met.add(stage.holds());
    expectUndo(machine.run(Mortality.none(), "undo", "latest", "--yes"));
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
      var exit = rehearsal.undo().end().exit().orElseThrow();
      expect(machine.run(Mortality.none(), "resume"), exit == 0 ? UNDONE : exit);
      judgeUndone(expected);
    } else {
      expect(machine.run(Mortality.none(), "resume"), 2);
      judgeUndone(expected);
    }
  }

  private void judgeResumed() {
    judgeWrites(rehearsal.run().writes(), rehearsal.run().writes());
    judgeHealed();
    judgeRecord();
    var told = machine.told();
    var expected = rehearsal.run().told();
    told.ended()
        .filter(e -> e.outcome().equals(expected.ended().orElseThrow().outcome()))
        .ifPresentOrElse(
            _ -> {}, () -> violation(Kind.WRONG_CLAIM, "the run ended as " + told.ended()));
    new Facts(InProcess.catalog(), rehearsal.again())
        .differences(told, expected)
        .forEach(d -> violation(Kind.WRONG_CLAIM, d));
    judgeFault();
  }

  private void judgeUndone(Claims.Bounds expected) {
    judgeWrites(expected.least(), expected.most());
    judgeBroken();
    judgeRecord();
    var told = machine.told();
    var left = new ArrayList<>(told.toUndo().stream().map(StepState::id).toList());
    var asForetold = !left.isEmpty() && left.removeAll(rehearsal.foretold());
    if (!left.isEmpty()) {
      violation(Kind.WRONG_CLAIM, "the journal says that this is still in place: " + left);
    }
    if (!told.written().isEmpty()
        && !asForetold
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

  private void judgeHealed() {
    var expected = rehearsal.run().holds();
    if (rehearsal.again()) {
      wrongStates(stage.holds().differences(expected, expected));
      return;
    }
    wrongStates(Likeness.differences(change(), rehearsal.change()));
  }

  /** Last: whoever asks whether a stranger still gets in tries it, which is counted. */
  private void judgeFault() {
    if (!rehearsal.again()) {
      stage.wrong().ifPresent(wrong -> violation(Kind.WRONG_STATE, wrong));
    }
  }

  private void judgeBroken() {
    wrongStates(
        rehearsal.again()
            ? stage.holds().differences(broken, rehearsal.undo().holds())
            : Likeness.notBack(
                change(),
                rehearsal.left(),
                met.stream().map(found -> found.scrubbed(stage.scrub())).toList()));
  }

  private Likeness.Change change() {
    return new Likeness.Change(
        broken.scrubbed(stage.scrub()), stage.holds().scrubbed(stage.scrub()));
  }

  private void wrongStates(List<String> differences) {
    differences.forEach(d -> violation(Kind.WRONG_STATE, d));
  }

  /** Where steps have no undo and were done, it ends as the rehearsal's did. */
  private void expectUndo(Machine.End end) {
    var left =
        machine.told().toUndo().stream()
            .map(StepState::id)
            .anyMatch(rehearsal.foretold()::contains);
    expect(end, left ? rehearsal.undo().end().exit().orElseThrow() : 0);
  }

  private void expect(Machine.End end, int exit) {
    if (end.exit().orElse(-1) != exit) {
      violation(
          Kind.WRONG_END, "exit %s instead of %d:\n%s".formatted(end.exit(), exit, end.seen()));
    }
    var known = new HashSet<String>();
    Stream.of(rehearsal.run(), rehearsal.undo())
        .flatMap(act -> act.end().asked().stream())
        .forEach(q -> known.add(rehearsal.scrub().of(q)));
    end.asked().stream()
        .filter(q -> !known.contains(stage.scrub().of(q)) && !q.contains("Nobody knows whether"))
        .forEach(q -> violation(Kind.WRONG_END, "nobody would expect to be asked: " + q));
  }

  private void violation(Kind kind, String what) {
    violations.add(new Violation(kind, where, what));
  }
}
