package dev.rollback.cli;

import dev.rollback.action.Target;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What has changed around a run since it began. */
final class Since {
  private final World world;
  private final RunState state;

  Since(World world, RunState state) {
    this.world = world;
    this.state = state;
  }

  /**
   * What does not keep the run from going on, a sentence each.
   *
   * @throws RefusedException when a newer version of this program has written to its journal
   */
  List<String> changes() {
    var changes = new ArrayList<String>();
    version().ifPresent(changes::add);
    changes.addAll(runbooks());
    return changes;
  }

  private Optional<String> version() {
    var wrote = lastVersion();
    var mine = Version.text();
    if (wrote.equals(mine)) {
      return Optional.empty();
    }
    if (isNewer(wrote, mine)) {
      throw new RefusedException(
          List.of(
              Diagnostic.error(
                      "run %s was last worked on by rollback %s, and this is %s"
                          .formatted(state.run(), wrote, mine))
                  .advise(
                      "An older version may not know all that the newer one did. Go on with "
                          + wrote
                          + " or later.")));
    }
    return Optional.of("rollback " + wrote + " worked on it last, and goes on as " + mine);
  }

  private String lastVersion() {
    return state.timeline().reversed().stream()
        .map(JournalEntry::event)
        .filter(RunEvent.Resumed.class::isInstance)
        .map(e -> ((RunEvent.Resumed) e).version())
        .findFirst()
        .orElse(state.started().version());
  }

  /** Of versions that are no numbers, nobody can say which is newer. */
  private static boolean isNewer(String one, String other) {
    try {
      return ModuleDescriptor.Version.parse(one).compareTo(ModuleDescriptor.Version.parse(other))
          > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The run goes on with the texts that were approved, whatever has become of the files. */
  private List<String> runbooks() {
    var plan = state.plan();
    var own = new Plan.Called(plan.runbook(), plan.text());
    return Stream.concat(Stream.of(own), plan.calledRunbooks().stream())
        .flatMap(r -> runbook(r).stream())
        .toList();
  }

  private Optional<String> runbook(Plan.Called was) {
    try {
      var text = Files.readString(world.directory().resolve(was.runbook()));
      return text.equals(was.text())
          ? Optional.empty()
          : Optional.of(
              was.runbook() + " has changed since; the run goes on with what was approved");
    } catch (NoSuchFileException e) {
      return Optional.empty(); // run from another directory, or moved: what counts is in the plan
    } catch (IOException e) {
      return Optional.of(was.runbook() + " cannot be read; the run goes on with what was approved");
    }
  }

  /** Where the steps of a plan are other ones when this version binds them; a clause each. */
  static List<String> unlike(Plan plan, BoundScenario scenario) {
    Map<String, String> bound = new HashMap<>();
    scenario.all().forEach(s -> bound.put(s.id(), subject(s)));
    var problems = new ArrayList<String>();
    plan.all()
        .forEach(
            s ->
                subject(s)
                    .filter(was -> !was.equals(bound.get(s.id())))
                    .ifPresent(
                        was ->
                            problems.add(
                                "step '%s' was %s, and would be %s"
                                    .formatted(s.id(), was, bound.getOrDefault(s.id(), "gone")))));
    return problems;
  }

  private static Optional<String> subject(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change c -> Optional.of(subject(c.connection(), c.target()));
      case PlannedStep.Deferred d -> Optional.of(subject(d.connection(), d.target()));
      case PlannedStep.OneWay o -> Optional.of(subject(o.connection(), o.target()));
      case PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          Optional.empty();
    };
  }

  private static String subject(BoundStep step) {
    return switch (step) {
      case BoundStep.Move<?, ?, ?> m -> subject(m.way(), m.action().target());
      case BoundStep.OneWay<?, ?> o -> subject(o.way(), o.action().target());
      case BoundStep.Check<?, ?, ?> c -> c.type();
      case BoundStep.Collect<?, ?> c -> c.type();
      case BoundStep.Gate _ -> "a gate";
      case BoundStep.Manual _ -> "done by hand";
      case BoundStep.Parallel _, BoundStep.Phase _, BoundStep.Choose _, BoundStep.Call _ ->
          "a group";
    };
  }

  private static String subject(String connection, Target target) {
    return connection + " " + target.label();
  }
}
