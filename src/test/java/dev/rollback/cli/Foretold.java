package dev.rollback.cli;

import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.action.Trust;
import dev.rollback.plan.Diff;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.sandbox.site.Footprint;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a run's preview against what it has done: what each step has written, and what the systems
 * show of it afterwards, asked by a way of its own.
 */
final class Foretold {
  private final Catalog catalog;
  private final RunState run;
  private final List<String> wrong = new ArrayList<>();
  private int compared;

  Foretold(Catalog catalog, RunState run) {
    this.catalog = catalog;
    this.run = run;
  }

  /** How many diffs of the preview were held against a system. */
  int compared() {
    return compared;
  }

  /**
   * What has come otherwise than it was shown.
   *
   * @param seen what the systems show now
   * @param before what stood there before the run
   * @param after what stands there now
   */
  List<String> wrong(List<Truth.Seen> seen, Footprint before, Footprint after) {
    var now = seen.stream().collect(Collectors.toMap(s -> s.step().id(), s -> s));
    var last = new HashMap<String, PlannedStep.Change>();
    for (var change : run.plan().changes()) {
      var step = run.step(change.id());
      if (step.kept().isEmpty()) {
        notWritten(change, step);
      } else {
        written(change, step.kept().get());
        last.values().removeIf(earlier -> earlier.target().overlaps(change.target()));
        last.put(change.id(), change);
      }
    }
    last.forEach((id, change) -> measured(change, now.get(id)));
    unforetold(before.changedIn(after));
    return List.copyOf(wrong);
  }

  /** What was shown as a change, and not left out by a condition, must have been made. */
  private void notWritten(PlannedStep.Change change, StepState step) {
    if (!change.diff().isEmpty() && step.phase() != StepState.Phase.SKIPPED) {
      wrong.add(
          "'%s' was shown as %s, and is %s".formatted(change.id(), change.diff(), step.phase()));
    }
  }

  private void written(PlannedStep.Change change, StepState.Kept kept) {
    compare(change, Diff.between(shape(change), kept.before(), kept.after()), "was written as");
  }

  private void measured(
      PlannedStep.Change change, Truth.@org.jspecify.annotations.Nullable Seen is) {
    if (is == null) {
      wrong.add("'%s' cannot be observed".formatted(change.id()));
      return;
    }
    var before = is.step().kept().orElseThrow().before();
    var diff = Diff.between(shape(change), before, is.now());
    if (is.step().phase() == StepState.Phase.UNDONE) {
      if (!diff.isEmpty()) {
        wrong.add("'%s' was temporary, and there is still %s".formatted(change.id(), diff));
      }
    } else {
      compare(change, diff, "is, at the system,");
    }
    compared++;
  }

  /** An exact diff to the letter; of another one no field but those that were shown. */
  private void compare(PlannedStep.Change change, List<FieldChange> is, String verb) {
    var fields = change.diff().stream().map(FieldChange::field).collect(Collectors.toSet());
    var same =
        change.trust() == Trust.EXACT
            ? is.equals(change.diff())
            : is.stream().map(FieldChange::field).allMatch(fields::contains);
    if (!same) {
      wrong.add(
          "'%s' (%s) was shown as %s, and %s %s"
              .formatted(change.id(), change.trust(), change.diff(), verb, is));
    }
  }

  private Shape.RecordOf shape(PlannedStep.Change change) {
    return catalog.find(change.action()).orElseThrow().type()
            instanceof StepType.ActionType<?, ?, ?, ?> t
        ? Shapes.ofRecord(t.state())
        : bad(change);
  }

  private static Shape.RecordOf bad(PlannedStep.Change change) {
    throw new IllegalStateException(change.action() + " is no action");
  }

  /** Nothing has changed in a system of which the preview has shown nothing. */
  private void unforetold(List<String> names) {
    var shown =
        run.plan()
            .all()
            .filter(s -> s instanceof PlannedStep.Change || s instanceof PlannedStep.Deferred)
            .map(Foretold::system)
            .collect(Collectors.toSet());
    names.stream()
        .filter(name -> !shown.contains(SYSTEMS.getOrDefault(name.split(" ", 2)[0], "")))
        .forEach(name -> wrong.add(name + " has changed, and nothing was shown of it"));
  }

  private static final Map<String, String> SYSTEMS =
      Map.of(
          "deployment", "kubernetes",
          "secret", "kubernetes",
          "redis", "redis",
          "table", "postgres",
          "database", "postgres");

  private static final Set<String> OF_POSTGRES = Set.of("flyway", "alembic");

  private static String system(PlannedStep step) {
    var action =
        step instanceof PlannedStep.Change c ? c.action() : ((PlannedStep.Deferred) step).action();
    var system = action.substring(0, action.indexOf('.'));
    return OF_POSTGRES.contains(system) ? "postgres" : system;
  }
}
