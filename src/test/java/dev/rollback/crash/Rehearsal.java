package dev.rollback.crash;

import dev.rollback.cli.SandboxTarget;
import dev.rollback.drill.Repeatable;
import dev.rollback.drill.Scrub;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A scenario's run against a fault, and its undo, while nobody dies: what every other run has to
 * come to.
 *
 * @param broken what the systems held before
 * @param run the run
 * @param undo its undo
 * @param finished the state directory between the two
 * @param bill what each step has cost
 * @param made when, by {@link System#nanoTime}
 * @param again whether cases are made where it was, with what was there put back; else each is in a
 *     place that was broken anew, or that the program itself has brought back
 * @param scrub takes away what is of the place where it was
 */
record Rehearsal(
    String scenario,
    Fault fault,
    Snapshot broken,
    Act run,
    Act undo,
    Path finished,
    Bill bill,
    long made,
    boolean again,
    Scrub scrub)
    implements AutoCloseable {
  private static final Duration FRESH = Duration.ofMinutes(40);

  /**
   * One command line.
   *
   * @param points where a process that does this can die
   * @param told what the journal told at its end
   * @param writes what the servers have counted since before the run
   */
  record Act(List<String> points, RunState told, Snapshot holds, Writes writes, Machine.End end) {}

  /**
   * Does it.
   *
   * @param runbooks where its runbook is
   * @throws IllegalStateException when it does not go well even so
   */
  static Rehearsal of(Stage stage, String scenario, Fault fault, Path runbooks) {
    var directory = Machine.temporary("rehearsal");
    var again = Repeatable.faults().contains(fault);
    var broken = again ? brokenAgain(stage, fault) : stage.brokenBy(fault);
    var machine = new Machine(stage, directory, runbooks);
    var before = stage.writes();
    var bill = new Bill(stage::writes);
    var run = act(stage, machine, bill, before, stage.command(scenario, fault));
    require(run.end().exit().orElse(-1) == 0, run);
    stage.wrong().ifPresent(wrong -> require(false, wrong));
    var finished = Machine.temporary("finished");
    machine.copyTo(finished);
    var undo = act(stage, machine, bill, before, "undo", "latest", "--yes");
    Machine.remove(machine.home());
    return new Rehearsal(
            scenario,
            fault,
            broken,
            run,
            undo,
            finished,
            bill,
            System.nanoTime(),
            again,
            stage.scrub())
        .known();
  }

  private static Snapshot brokenAgain(Stage stage, Fault fault) {
    stage.inject(fault);
    var broken = stage.holds();
    stage.putBack(broken);
    return broken;
  }

  private static void require(boolean holds, Object what) {
    if (!holds) {
      throw new IllegalStateException("even when nobody dies: " + what);
    }
  }

  /** Its files are not needed any more. */
  @Override
  public void close() {
    Machine.remove(finished);
  }

  /** Whether keys that live for an hour may end before the next case does. */
  boolean isOld() {
    return System.nanoTime() - made > FRESH.toNanos();
  }

  /** The steps that its undo has left, as the plan had said. */
  List<String> foretold() {
    var impossible = SandboxTarget.withoutUndo(run.told().plan());
    return undo.told().toUndo().stream().map(StepState::id).filter(impossible::contains).toList();
  }

  /** What its undo has left of them, by scrubbed names. */
  Collection<String> left() {
    return foretold().isEmpty()
        ? List.of()
        : new Likeness.Change(broken.scrubbed(scrub), undo.holds().scrubbed(scrub)).changed();
  }

  /** What changed, by scrubbed names. */
  Likeness.Change change() {
    return new Likeness.Change(broken.scrubbed(scrub), run.holds().scrubbed(scrub));
  }

  /** Where in the step that has cost most a process dies in the middle. */
  String middle() {
    var heaviest = bill.heaviest();
    var points = run.points();
    var from = points.indexOf("append step-started " + heaviest + ": after");
    var to =
        Math.max(
            points.indexOf("append written " + heaviest + ": after"),
            points.indexOf("append step-done " + heaviest + ": before"));
    require(from >= 0 && to > from, "no points of " + heaviest + " in " + points);
    return points.get((from + to) / 2);
  }

  /** What the systems' own users have changed meanwhile is all that may be left. */
  private Rehearsal known() {
    require(undo.end().exit().orElse(-1) == 0 || !foretold().isEmpty(), undo);
    var wrong =
        again
            ? undo.holds().differences(broken, broken).stream().skip(1).toList()
            : Likeness.notBack(
                new Likeness.Change(broken.scrubbed(scrub), undo.holds().scrubbed(scrub)), left());
    require(wrong.isEmpty(), scenario + " is not undone: " + String.join("\n", wrong));
    return this;
  }

  private static Act act(Stage stage, Machine machine, Bill bill, Writes before, String... line) {
    var life = Mortality.none();
    var end = machine.run(life, bill, () -> false, line);
    return new Act(life.passed(), machine.told(), stage.holds(), stage.writes().minus(before), end);
  }
}
