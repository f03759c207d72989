package dev.rollback.crash;

import dev.rollback.run.RunState;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.time.Duration;
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
 */
record Rehearsal(
    String scenario,
    Fault fault,
    Snapshot broken,
    Act run,
    Act undo,
    Path finished,
    Bill bill,
    long made)
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
    stage.inject(fault);
    var broken = stage.holds();
    stage.putBack(broken);
    var machine = new Machine(stage, directory, runbooks);
    var before = stage.writes();
    var bill = new Bill(stage::writes);
    var run = act(stage, machine, bill, before, "scenario", scenario);
    var finished = Machine.temporary("finished");
    machine.copyTo(finished);
    var undo = act(stage, machine, bill, before, "undo", "latest", "--yes");
    var left = undo.holds().differences(broken, broken);
    Machine.remove(machine.home());
    return new Rehearsal(scenario, fault, broken, run, undo, finished, bill, System.nanoTime())
        .knowing(left);
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

  /** What the systems' own users have changed meanwhile is all that may be left. */
  private Rehearsal knowing(List<String> left) {
    if (left.size() > 1) {
      throw new IllegalStateException(
          scenario + " is not undone even when nobody dies: " + String.join("\n", left));
    }
    return this;
  }

  private static Act act(Stage stage, Machine machine, Bill bill, Writes before, String... line) {
    var life = Mortality.none();
    var end = machine.run(life, bill, () -> false, line);
    if (end.exit().orElse(-1) != 0) {
      throw new IllegalStateException(String.join(" ", line) + " fails:\n" + end.seen());
    }
    return new Act(life.passed(), machine.told(), stage.holds(), stage.writes().minus(before), end);
  }
}
