package dev.rollback.chaos;

import dev.rollback.cli.SandboxTarget;
import dev.rollback.sandbox.site.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run does that nobody disturbs: the measure of those that were killed.
 *
 * @param changes what it changes in the workloads, in order
 * @param deleted the keys that it deletes
 * @param workloads how each workload differs afterwards from before
 * @param tables the tables that it changes
 * @param service what a customer gets afterwards
 * @param left the tables that its undo leaves changed, as its plan has said; empty: all is undone
 * @param undoExit the exit code of its undo
 * @param forward how long it takes
 * @param backward how long its undo takes
 */
record Reference(
    List<SpecChange> changes,
    Set<String> deleted,
    Map<String, SpecChange> workloads,
    Set<String> tables,
    Snapshot.Service service,
    Optional<Set<String>> left,
    int undoExit,
    Pace forward,
    Pace backward) {

  /**
   * Runs a scenario and takes it back.
   *
   * @throws IllegalStateException when that does not work: there is nothing to measure by, then
   */
  static Reference measure(Stage stage, Program program, String scenario, Fault fault, Path home) {
    var scene = stage.breakAnew(fault, home);
    var run = stage.run(program.command(stage.command(scenario, fault)), home, Optional.empty());
    require(run.exit() == 0, scenario + " ended with " + run.exit() + ":\n" + run.screen());
    var seen = stage.observe(scene, stage.changes());
    var service = stage.service(Snapshot.Service::served);
    stage.remains(fault).ifPresent(what -> require(false, what));
    require(service.served(), scenario + " has not healed " + fault.id() + ": " + service);
    var undo =
        stage.run(program.command(List.of("undo", "latest", "--yes")), home, Optional.empty());
    var told = new Evidence(home.resolve("state")).run().orElseThrow();
    var impossible = SandboxTarget.withoutUndo(told.plan());
    var foretold = told.toUndo().stream().anyMatch(step -> impossible.contains(step.id()));
    require(foretold || undo.exit() == 0, "undo ended with " + undo.exit() + ":\n" + undo.screen());
    var undone = stage.observe(scene, seen.changes().size());
    var reference =
        new Reference(
            seen.changes(),
            seen.count("del").keySet(),
            seen.workloads(),
            seen.changedTables(),
            service,
            foretold ? Optional.of(undone.changedTables()) : Optional.empty(),
            undo.exit(),
            run.pace().orElseThrow(),
            undo.pace().orElseThrow());
    var wrong = Judge.undone(reference, undone, stage.service(undone::asBefore));
    require(wrong.isEmpty(), "an undo that nobody disturbed: " + wrong);
    return reference;
  }

  /** With what a run took just now, and its undo. */
  Reference paced(Pace forwardNow, Pace backwardNow) {
    return new Reference(
        changes, deleted, workloads, tables, service, left, undoExit, forwardNow, backwardNow);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
