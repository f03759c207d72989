package dev.rollback.crash;

import dev.rollback.cli.SandboxTarget;
import dev.rollback.drill.Repeatable;
import dev.rollback.drill.Scrub;
import dev.rollback.faults.Request;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
public record Rehearsal(
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
   * @param traffic what it asked each system, by name
   */
  public record Act(
      List<String> points,
      RunState told,
      Snapshot holds,
      Writes writes,
      Map<String, Traffic> traffic,
      Machine.End end) {}

  /**
   * What came by one wire.
   *
   * @param requests in their order
   * @param early how many of them before anything was recorded: for the preview
   */
  public record Traffic(List<Request> requests, int early) {
    /** Nothing was asked. */
    public static final Traffic NONE = new Traffic(List.of(), 0);
  }

  /** Counts the requests that come before the first event. */
  private static final class Early implements Consumer<RunEvent> {
    private final Stage stage;
    private final Map<String, Integer> counts = new TreeMap<>();

    Early(Stage stage) {
      this.stage = stage;
    }

    @Override
    public synchronized void accept(RunEvent event) {
      if (counts.isEmpty()) {
        stage.wires().forEach(w -> counts.put(w.system(), w.proxy().seen().size()));
      }
    }

    synchronized Map<String, Traffic> traffic() {
      var traffic = new TreeMap<String, Traffic>();
      stage
          .wires()
          .forEach(
              w -> {
                var seen = w.proxy().seen();
                traffic.put(
                    w.system(), new Traffic(seen, counts.getOrDefault(w.system(), seen.size())));
              });
      return traffic;
    }
  }

  /**
   * Does it.
   *
   * @param runbooks where its runbook is
   * @throws IllegalStateException when it does not go well even so
   */
  public static Rehearsal of(Stage stage, String scenario, Fault fault, Path runbooks) {
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
  public boolean isOld() {
    return System.nanoTime() - made > FRESH.toNanos();
  }

  /** The steps that its undo has left, as the plan had said. */
  public List<String> foretold() {
    var impossible = SandboxTarget.withoutUndo(run.told().plan());
    return undo.told().toUndo().stream().map(StepState::id).filter(impossible::contains).toList();
  }

  /** What its undo has left of them, by scrubbed names. */
  public Collection<String> left() {
    return foretold().isEmpty()
        ? List.of()
        : new Likeness.Change(broken.scrubbed(scrub), undo.holds().scrubbed(scrub)).changed();
  }

  /** What changed, by scrubbed names. */
  public Likeness.Change change() {
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
                new Likeness.Change(broken.scrubbed(scrub), undo.holds().scrubbed(scrub)),
                left(),
                List.of(run.holds().scrubbed(scrub)));
    require(wrong.isEmpty(), scenario + " is not undone: " + String.join("\n", wrong));
    return this;
  }

  private static Act act(Stage stage, Machine machine, Bill bill, Writes before, String... line) {
    var life = Mortality.none();
    var early = new Early(stage);
    var end = machine.run(life, early.andThen(bill), () -> false, line);
    return new Act(
        life.passed(),
        machine.told(),
        stage.holds(),
        stage.writes().minus(before),
        early.traffic(),
        end);
  }
}
