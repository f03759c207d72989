package dev.rollback.plan;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has moved since a plan was made, step by step. */
public final class Staleness {
  private final BoundScenario scenario;
  private final List<Diagnostic> problems = new ArrayList<>();

  private Staleness(BoundScenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Compares a saved plan with one made just now of the same scenario.
   *
   * @return why the saved plan can no longer be run; empty when it can
   */
  public static List<Diagnostic> of(Plan saved, Plan fresh, BoundScenario scenario) {
    var staleness = new Staleness(scenario);
    staleness.problems.addAll(Whereabouts.elsewhere(saved, scenario));
    var was = byId(saved);
    var is = byId(fresh);
    var all = new LinkedHashSet<>(was.keySet());
    all.addAll(is.keySet());
    all.forEach(
        id ->
            staleness.compare(
                id, Optional.ofNullable(was.get(id)), Optional.ofNullable(is.get(id))));
    if (staleness.problems.isEmpty()
        && !List.copyOf(was.keySet()).equals(List.copyOf(is.keySet()))) {
      staleness.problems.add(stale("its steps would now be done in another order"));
    }
    if (!questions(saved).equals(questions(fresh))) {
      staleness.problems.add(stale("other checks would now decide success"));
    }
    if (!found(saved).equals(found(fresh))) {
      staleness.problems.add(
          stale(
              "it was made for %s, and now the evidence shows %s"
                  .formatted(causes(saved), causes(fresh))));
    }
    fresh
        .notMet()
        .forEach(c -> staleness.problems.add(stale("'" + c.name() + "' no longer holds")));
    return staleness.problems;
  }

  /** What the checks read meanwhile is not the plan's: it keeps its own baselines. */
  private static List<PlannedStep.Check> questions(Plan plan) {
    return plan.after().stream().map(PlannedStep.Check::question).toList();
  }

  private static List<String> found(Plan plan) {
    return plan.diagnosis().map(Diagnosis::found).orElse(List.of());
  }

  private static String causes(Plan plan) {
    return found(plan).isEmpty() ? "no cause" : "the cause " + String.join(" and ", found(plan));
  }

  private static Map<String, PlannedStep> byId(Plan plan) {
    var steps = new LinkedHashMap<String, PlannedStep>();
    plan.all().forEach(s -> steps.put(s.id(), s));
    return steps;
  }

  private void compare(String id, Optional<PlannedStep> was, Optional<PlannedStep> is) {
    var then = was.map(Staleness::kind).orElse("not there");
    var now = is.map(Staleness::kind).orElse("gone");
    if (was.isEmpty() || is.isEmpty() || was.get().getClass() != is.get().getClass()) {
      problems.add(stale("step '%s' was %s, and would now be %s".formatted(id, then, now)));
      return;
    }
    switch (was.get()) {
      case PlannedStep.Change before when is.get() instanceof PlannedStep.Change after ->
          change(before, after);
      case PlannedStep.Check before
          when is.get() instanceof PlannedStep.Check after
              && !before.question().equals(after.question()) ->
          otherwise(id, before, after);
      case PlannedStep.Gate _, PlannedStep.Manual _, PlannedStep.OneWay _, PlannedStep.Collect _
          when !was.equals(is) ->
          otherwise(id, was.get(), is.get());
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ -> {}
    }
  }

  private void otherwise(String id, PlannedStep was, PlannedStep is) {
    problems.add(
        stale(
            "step '%s' was planned as %s, and is now %s".formatted(id, content(was), content(is))));
  }

  private static String kind(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change _, PlannedStep.OneWay _ -> "to be made";
      case PlannedStep.Deferred _ -> "to be decided at its turn";
      case PlannedStep.Check _, PlannedStep.Gate _, PlannedStep.Manual _ -> "to be asked";
      case PlannedStep.Collect _ -> "to be kept";
      case PlannedStep.Parallel _, PlannedStep.Phase _ -> "a group";
      case PlannedStep.Skipped s -> "left out (" + s.why() + ")";
    };
  }

  /** What a person was shown of a step that moves no state. */
  private static String content(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Gate g ->
          "the gate '%s', answered by %s"
              .formatted(
                  g.question(),
                  g.approvers().map(Approvers::label).or(g::role).orElse("whoever runs it"));
      case PlannedStep.Manual m -> "'" + m.instruction() + "'";
      case PlannedStep.OneWay o -> o.action() + " on " + o.target().label() + ": " + o.preview();
      case PlannedStep.Check c ->
          c.check() + " of " + c.target().label() + ", expecting " + c.expect();
      case PlannedStep.Collect c ->
          c.capture() + " of " + c.target().label() + ", keeping " + c.preview();
      case PlannedStep.Change _,
          PlannedStep.Deferred _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          kind(step);
    };
  }

  private void change(PlannedStep.Change was, PlannedStep.Change is) {
    for (var step : scenario.all().toList()) {
      if (step.id().equals(was.id()) && step instanceof BoundStep.Move<?, ?, ?> move) {
        compare(move, was, is);
      }
    }
  }

  private <S extends Record, R, W extends R> void compare(
      BoundStep.Move<S, R, W> move, PlannedStep.Change was, PlannedStep.Change is) {
    var codec = move.codec();
    if (!move.action().covers(codec.decode(was.before()), codec.decode(is.before()))) {
      problems.add(moved(move, was, is).diagnostic());
    } else if (move.action().trust() == dev.rollback.action.Trust.EXACT
        && was.before().equals(is.before())
        && !was.after().equals(is.after())) {
      problems.add(
          stale(
              "step '%s' would now make %s of it, and was planned to make %s"
                  .formatted(was.id(), is.after(), was.after())));
    }
  }

  private static Moved moved(
      BoundStep.Move<?, ?, ?> move, PlannedStep.Change was, PlannedStep.Change is) {
    var fields =
        Diff.between(move.codec().shape(), was.before(), is.before()).stream()
            .map(c -> new Moved.Field(c.field(), c.before(), planned(was, c), c.after()))
            .toList();
    return new Moved(was.id(), was.target().label(), fields);
  }

  /** A field that the plan does not change is to stay as it was. */
  private static Optional<String> planned(PlannedStep.Change was, FieldChange moved) {
    return was.diff().stream()
        .filter(d -> d.field().equals(moved.field()))
        .findFirst()
        .map(FieldChange::after)
        .orElse(moved.before());
  }

  static Diagnostic stale(String what) {
    return Diagnostic.error("the saved plan is stale: " + what)
        .advise("Nothing was changed. Plan again and look at the new preview.");
  }
}
