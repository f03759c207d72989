package dev.rollback.plan;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has moved since a plan was made, step by step. */
public final class Staleness {
  private Staleness() {}

  /**
   * Compares a saved plan with one made just now of the same scenario.
   *
   * @return why the saved plan can no longer be run; empty when it can
   */
  public static List<Diagnostic> of(Plan saved, Plan fresh, BoundScenario scenario) {
    var problems = new ArrayList<Diagnostic>();
    problems.addAll(Whereabouts.elsewhere(saved, scenario));
    Map<String, PlannedStep> now = new HashMap<>();
    fresh.all().forEach(s -> now.put(s.id(), s));
    saved.all().forEach(s -> compare(s, now.get(s.id()), scenario, problems));
    fresh.notMet().forEach(c -> problems.add(stale("'" + c.name() + "' no longer holds")));
    return problems;
  }

  private static void compare(
      PlannedStep was,
      @org.jspecify.annotations.Nullable PlannedStep is,
      BoundScenario scenario,
      List<Diagnostic> problems) {
    if (is == null || was.getClass() != is.getClass()) {
      problems.add(
          stale(
              "step '%s' was %s, and would now be %s"
                  .formatted(was.id(), kind(was), is == null ? "gone" : kind(is))));
    } else if (was instanceof PlannedStep.Change before && is instanceof PlannedStep.Change after) {
      for (var step : scenario.all().toList()) {
        if (step.id().equals(was.id())
            && step instanceof BoundStep.Move<?, ?, ?> move
            && !covers(move, before, after)) {
          problems.add(moved(move, before, after));
        }
      }
    }
  }

  private static String kind(PlannedStep step) {
    return switch (step) {
      case PlannedStep.Change _, PlannedStep.OneWay _ -> "to be made";
      case PlannedStep.Deferred _ -> "to be decided at its turn";
      case PlannedStep.Check _, PlannedStep.Gate _, PlannedStep.Manual _ -> "to be asked";
      case PlannedStep.Parallel _, PlannedStep.Phase _ -> "a group";
      case PlannedStep.Skipped s -> "left out (" + s.why() + ")";
    };
  }

  private static <S extends Record, R, W extends R> boolean covers(
      BoundStep.Move<S, R, W> move, PlannedStep.Change was, PlannedStep.Change is) {
    return move.action()
        .covers(move.codec().decode(was.before()), move.codec().decode(is.before()));
  }

  private static <S extends Record, R, W extends R> Diagnostic moved(
      BoundStep.Move<S, R, W> move, PlannedStep.Change was, PlannedStep.Change is) {
    var changes =
        Diff.between(move.codec().shape(), was.before(), is.before()).stream()
            .map(
                c ->
                    "%s was %s, is %s, and the plan makes it %s"
                        .formatted(
                            c.field(),
                            c.before().orElse("(none)"),
                            c.after().orElse("(none)"),
                            planned(was, c.field())))
            .toList();
    return stale("step '" + was.id() + "': " + String.join("; ", changes));
  }

  private static String planned(PlannedStep.Change was, String field) {
    return was.diff().stream()
        .filter(d -> d.field().equals(field))
        .findFirst()
        .flatMap(FieldChange::after)
        .orElse("(as it was)");
  }

  private static Diagnostic stale(String what) {
    return Diagnostic.error("the saved plan is stale: " + what)
        .advise("Nothing was changed. Plan again and look at the new preview.");
  }
}
