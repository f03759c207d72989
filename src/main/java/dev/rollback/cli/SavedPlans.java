package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps a saved plan from being applied, as far as this machine can tell by itself. */
final class SavedPlans {
  private final World world;
  private final Workspace workspace;

  SavedPlans(World world, Workspace workspace) {
    this.world = world;
    this.workspace = workspace;
  }

  /** Why it cannot be applied, whatever the systems are like; empty when it can. */
  List<Diagnostic> problems(PlanFile file) {
    if (file.run().isPresent()) {
      return List.of(ofRun(file.run().get()));
    }
    return problems(file.plan());
  }

  /**
   * For whoever is about to run it, and holds its target: two who apply it at once cannot both get
   * here.
   *
   * @throws RefusedException when it must not be run
   */
  void requireUnused(Plan plan) {
    var problems = plan.saved().isEmpty() ? List.<Diagnostic>of() : problems(plan);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems);
    }
  }

  private List<Diagnostic> problems(Plan plan) {
    var problems = new ArrayList<Diagnostic>();
    plan.saved()
        .map(Plan.Saved::expires)
        .filter(expires -> !world.clock().instant().isBefore(expires))
        .ifPresent(expires -> problems.add(expired(expires)));
    usedBy(PlanDigest.of(plan)).ifPresent(first -> problems.add(used(first)));
    return problems;
  }

  /** How the run began that this plan was run as, on this machine. */
  private Optional<JournalEntry> usedBy(String digest) {
    return workspace.journals().list().stream()
        .flatMap(summary -> summary.first().stream())
        .filter(
            first ->
                first.event() instanceof RunEvent.RunStarted started
                    && started.digest().equals(digest))
        .findFirst();
  }

  private Diagnostic expired(Instant expires) {
    return Diagnostic.error(
            "the saved plan expired at %s; it is %s now"
                .formatted(
                    expires.truncatedTo(ChronoUnit.SECONDS),
                    world.clock().instant().truncatedTo(ChronoUnit.SECONDS)))
        .advise(
            "Plan again; `rollback plan NAME -o FILE --expires PT8H` makes one that lasts longer.")
        .see(Topic.SAVED_PLANS);
  }

  private static Diagnostic used(JournalEntry first) {
    var run = ((RunEvent.RunStarted) first.event()).run();
    return Diagnostic.error(
            "the saved plan was run already, as run %s at %s: a plan is run once"
                .formatted(run, first.at().truncatedTo(ChronoUnit.SECONDS)))
        .advise(
            "`rollback status %s` shows how it ended, and whether it can go on; else plan again."
                .formatted(run))
        .see(Topic.SAVED_PLANS);
  }

  private static Diagnostic ofRun(String run) {
    return Diagnostic.error(
            "this is the plan of run %s, for those who approve what is left of it".formatted(run))
        .advise("It is not applied again: `rollback resume %s` goes on with it.".formatted(run));
  }
}
