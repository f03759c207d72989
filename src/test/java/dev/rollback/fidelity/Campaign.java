package dev.rollback.fidelity;

import dev.rollback.action.Trust;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.Outcome;
import dev.rollback.scenario.BoundScenario;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Plans and runs generated cases of a subject: a preview writes nothing; a run ends in the state
 * that was previewed; after a drift it is refused, and nothing of the drift is lost.
 */
public final class Campaign {
  private static final Set<Outcome> GOOD = Set.of(Outcome.SUCCEEDED, Outcome.NOTHING_TO_DO);

  private final Subject subject;
  private final Random random;
  private final Tally tally = new Tally();
  private final Workbench workbench;

  private Campaign(Subject subject, Random random) {
    this.subject = subject;
    this.random = random;
    this.workbench = subject.workbench();
  }

  /** So many cases of a subject; the seed makes them the same ones again. */
  public static Tally of(Subject subject, int cases, long seed) {
    var campaign = new Campaign(subject, new Random(seed));
    for (var i = 0; i < cases; i++) {
      campaign.one();
    }
    return campaign.tally;
  }

  private void one() {
    var drawn = subject.next(random);
    var scenario = workbench.bind(drawn.runbook());
    var writes = subject.writes();
    Plan plan;
    try {
      plan = workbench.plan(scenario);
    } catch (RefusedException e) {
      tally.violation("not planned: " + e.getMessage() + " in\n" + drawn.runbook());
      return;
    }
    var written = subject.writes() - writes;
    tally.preview(written);
    if (written != 0) {
      tally.violation(written + " writes in the preview of\n" + drawn.runbook());
    }
    if (drawn.drifts().isEmpty() || random.nextInt(5) < 2) {
      run(drawn, scenario, plan);
    } else {
      var drift = drawn.drifts().get(random.nextInt(drawn.drifts().size()));
      drift.happen().run();
      if (drift.harmless()) {
        tally.harmless();
        run(drawn, scenario, plan);
      } else {
        drifted(drawn, scenario, plan, drift);
      }
    }
  }

  private void run(Subject.Case drawn, BoundScenario scenario, Plan plan) {
    tally.run();
    var ran = workbench.run(scenario, plan);
    if (!GOOD.contains(ran.outcome()) || !ran.asked().isEmpty()) {
      tally.refused();
      tally.violation(
          "%s %s %s in%n%s".formatted(ran.outcome(), ran.failures(), ran.asked(), drawn.runbook()));
      return;
    }
    for (var change : plan.changes()) {
      var kept = ran.state().step(change.id()).kept().orElseThrow();
      compare(drawn, scenario, change, kept.before(), kept.after());
    }
    last(plan).forEach((_, change) -> compareNow(drawn, scenario, change));
  }

  /** The steps after which nothing else has changed the same target. */
  private static Map<String, PlannedStep.Change> last(Plan plan) {
    var last = new HashMap<String, PlannedStep.Change>();
    for (var step : plan.all().toList()) {
      if (step instanceof PlannedStep.Change c) {
        last.values().removeIf(earlier -> earlier.target().overlaps(c.target()));
        last.put(c.id(), c);
      }
    }
    return last;
  }

  private void compare(
      Subject.Case drawn,
      BoundScenario scenario,
      PlannedStep.Change change,
      com.fasterxml.jackson.databind.JsonNode before,
      com.fasterxml.jackson.databind.JsonNode after) {
    var same =
        workbench.same(scenario, change.id(), before, change.before())
            && workbench.same(scenario, change.id(), after, change.after());
    if (!same && change.trust() == Trust.EXACT) {
      tally.violation(
          "step %s was previewed as %s -> %s, and written as %s -> %s in%n%s"
              .formatted(
                  change.id(), change.before(), change.after(), before, after, drawn.runbook()));
    }
  }

  private void compareNow(Subject.Case drawn, BoundScenario scenario, PlannedStep.Change change) {
    var now = workbench.now(scenario, change.id());
    if (!workbench.same(scenario, change.id(), now, change.after())) {
      tally.violation(
          "step %s was previewed to end as %s, and ended as %s in%n%s"
              .formatted(change.id(), change.after(), now, drawn.runbook()));
    } else if (change.trust() == Trust.EXACT) {
      tally.exact();
    } else {
      tally.bounded();
    }
  }

  private void drifted(Subject.Case drawn, BoundScenario scenario, Plan plan, Subject.Drift drift) {
    var theirs = subject.snapshot();
    var ran = workbench.run(scenario, plan);
    if (GOOD.contains(ran.outcome())) {
      tally.violation("after '%s' the run went on in%n%s".formatted(drift.kind(), drawn.runbook()));
    } else if (!subject.snapshot().equals(theirs)) {
      tally.violation(
          "after '%s' the run was refused, but something was changed in%n%s"
              .formatted(drift.kind(), drawn.runbook()));
    } else {
      tally.drift(drift.kind());
    }
  }
}
