package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Competitor;
import dev.rollback.action.Limit;
import dev.rollback.action.OneWayAction;
import dev.rollback.action.ResponseTimeout;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.plan.Projection.Sight;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.StepForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes plans. It is given readers alone, so whatever it does, nothing is changed: a dry run is a
 * plan that nobody hands to the runner.
 */
public final class Planner {
  private final Judge judge;
  private final Redactor redactor;
  private final boolean signed;

  /** Reads checks with this judge; refuses states that hold a secret which the redactor knows. */
  public Planner(Judge judge, Redactor redactor) {
    this(judge, redactor, true);
  }

  /**
   * The same.
   *
   * @param signed whether gates that have approvers need signed approvals; else whoever runs it
   *     answers them as well
   */
  public Planner(Judge judge, Redactor redactor, boolean signed) {
    this.judge = judge;
    this.redactor = redactor;
    this.signed = signed;
  }

  /**
   * Observes everything that the scenario would touch.
   *
   * @param target the target's name
   * @param guarded whether every change on it asks
   * @throws RefusedException when a step cannot be observed, or would move more than it may: every
   *     such step at once
   */
  public Plan plan(BoundScenario scenario, String target, boolean guarded) {
    return plan(scenario, target, guarded, Optional.empty());
  }

  /**
   * Observes everything that the scenario would touch.
   *
   * @param target the target's name
   * @param guarded whether every change on it asks
   * @param limit how many objects a run may move there in all
   * @throws RefusedException as {@link #plan(BoundScenario, String, boolean)} does, and when the
   *     steps together would move more than they may
   */
  public Plan plan(BoundScenario scenario, String target, boolean guarded, Optional<Limit> limit) {
    var plan = observed(scenario, target, guarded, limit);
    Limits.exceededInAll(plan.limits(), plan.predicted())
        .ifPresent(
            why -> {
              throw new RefusedException(
                  List.of(
                      Diagnostic.error("the run would be over its limit: " + why)
                          .advise(
                              "By step: "
                                  + byStep(plan)
                                  + ". Look at what they would move; raise `limit` only if that is"
                                  + " right.")));
            });
    return plan;
  }

  private static String byStep(Plan plan) {
    return plan.changes().stream()
        .filter(c -> !c.magnitude().isEmpty())
        .map(
            c ->
                c.id()
                    + " "
                    + c.magnitude().entrySet().stream()
                        .map(m -> "%,d %s".formatted(m.getValue(), m.getKey()))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private Plan observed(
      BoundScenario scenario, String target, boolean guarded, Optional<Limit> limit) {
    var evidence = scenario.evidence().stream().map(c -> read(c)).toList();
    var before = scenario.before().stream().map(c -> read(c)).toList();
    var pass = new Pass(Evidence.of(scenario, evidence));
    var steps = pass.steps(scenario.steps());
    var after = pass.after(scenario.after());
    return new Plan(
        scenario.scenario().scenario().value(),
        scenario.scenario().title(),
        scenario.source().name(),
        scenario.source().text(),
        scenario.parameters(),
        target,
        guarded,
        scenario.at(),
        Whereabouts.addresses(scenario),
        Whereabouts.identities(scenario),
        evidence,
        before,
        steps,
        after,
        Limits.of(scenario, target, limit),
        Optional.empty());
  }

  private CheckResult read(BoundStep.Check<?, ?, ?> check) {
    return judge.judge(check);
  }

  private boolean holdsSecret(JsonNode state) {
    return switch (state) {
      case ObjectNode object ->
          object.properties().stream().anyMatch(p -> holdsSecret(p.getValue()));
      case ArrayNode array -> array.valueStream().anyMatch(this::holdsSecret);
      default -> state.isTextual() && !redactor.redact(state.textValue()).equals(state.textValue());
    };
  }

  /** One pass over the steps. */
  private final class Pass {
    private final Evidence evidence;
    private final Projection projection = new Projection();
    private final List<Diagnostic> problems = new ArrayList<>();
    private final CheckPlanning planning = new CheckPlanning(judge, problems);

    Pass(Evidence evidence) {
      this.evidence = evidence;
    }

    List<PlannedStep> steps(List<BoundStep> steps) {
      var planned = each(steps);
      if (!problems.isEmpty()) {
        throw new RefusedException(problems);
      }
      return planned;
    }

    List<PlannedStep.Check> after(List<BoundStep.Check<?, ?, ?>> checks) {
      var planned = checks.stream().map(c -> planning.of(c)).toList();
      if (!problems.isEmpty()) {
        throw new RefusedException(problems);
      }
      return planned;
    }

    private List<PlannedStep> each(List<BoundStep> steps) {
      return steps.stream().flatMap(s -> step(s).stream()).toList();
    }

    private List<PlannedStep> step(BoundStep step) {
      var meta = step.meta();
      var unmet = meta.when().filter(w -> !evidence.holds(w));
      if (unmet.isPresent()) {
        return List.of(skipped(meta, "its condition does not hold: " + unmet.get().text()));
      }
      return switch (step) {
        case BoundStep.Move<?, ?, ?> m -> move(m).stream().toList();
        case BoundStep.OneWay<?, ?> o -> List.of(oneWay(o));
        case BoundStep.Check<?, ?, ?> c -> List.of(planning.of(c));
        case BoundStep.Collect<?, ?> c -> List.of(collect(c));
        case BoundStep.Gate(var _, var question, var approvers) ->
            List.of(
                new PlannedStep.Gate(
                    meta.id(),
                    meta.name(),
                    question,
                    approvers.map(StepForm.Approvers::role),
                    approvers.filter(_ -> signed).map(StepForm.Approvers::count)));
        case BoundStep.Manual(var _, var instruction) ->
            List.of(new PlannedStep.Manual(meta.id(), meta.name(), instruction));
        case BoundStep.Parallel(var _, var steps) ->
            List.of(
                new PlannedStep.Parallel(meta.id(), meta.name(), atTheSameTime(meta.id(), steps)));
        case BoundStep.Phase(var _, var budget, var steps) ->
            List.of(new PlannedStep.Phase(meta.id(), meta.name(), budget, each(steps)));
        case BoundStep.Choose(var _, var branches) -> choose(branches);
      };
    }

    private List<PlannedStep> atTheSameTime(String id, List<BoundStep> steps) {
      var planned = new ArrayList<PlannedStep>();
      try {
        projection.atTheSameTime(() -> planned.addAll(each(steps)));
      } catch (SystemException e) {
        problems.add(unplannable(id, e));
      }
      return planned;
    }

    private static Diagnostic unplannable(String step, SystemException e) {
      return Diagnostic.error("step '" + step + "' cannot be planned: " + e.problem())
          .advise(e.advice().orElse("Mend this, then plan again."));
    }

    /** The first branch that holds, and every other one as left out. */
    private List<PlannedStep> choose(List<BoundStep.Branch> branches) {
      var result = new ArrayList<PlannedStep>();
      var taken = false;
      for (var branch : branches) {
        if (!taken && branch.when().map(evidence::holds).orElse(true)) {
          taken = true;
          result.addAll(each(branch.steps()));
        } else {
          var why =
              taken
                  ? "an alternative before it was taken"
                  : "its condition does not hold: "
                      + branch.when().map(BoundStep.When::text).orElse("");
          branch.steps().stream()
              .flatMap(BoundStep::flatten)
              .forEach(s -> result.add(skipped(s.meta(), why)));
        }
      }
      return result;
    }

    private PlannedStep.Skipped skipped(BoundStep.Meta meta, String why) {
      return new PlannedStep.Skipped(meta.id(), meta.name(), why);
    }

    private <R, W extends R> PlannedStep collect(BoundStep.Collect<R, W> step) {
      return new PlannedStep.Collect(
          step.id(),
          step.meta().name(),
          step.type(),
          step.way(),
          step.capture().target(),
          step.capture().preview());
    }

    private <R, W extends R> PlannedStep oneWay(BoundStep.OneWay<R, W> step) {
      OneWayAction<R, W> action = step.action();
      var label = step.way();
      projection.unforeseen(step.id(), label, action.target());
      return new PlannedStep.OneWay(
          step.id(),
          step.meta().name(),
          step.type(),
          label,
          action.target(),
          step.timeout().map(time -> preview(action, time)).orElseGet(action::preview),
          action.risk());
    }

    private static String preview(OneWayAction<?, ?> action, Duration timeout) {
      return action.preview() + "\nended after " + ResponseTimeout.text(timeout) + " at the latest";
    }

    private <S extends Record, R, W extends R> Optional<PlannedStep> move(
        BoundStep.Move<S, R, W> step) {
      var label = step.way();
      try {
        return Optional.of(
            switch (projection.of(step, label)) {
              case Sight.Seen<S, R> seen -> seen(step, label, seen);
              case Sight.Taken<S, R> taken -> taken(step, label, taken);
              case Sight.Unknown<S, R>(var why) -> deferred(step, label, why);
            });
      } catch (SystemException e) {
        problems.add(unplannable(step.id(), e));
        return Optional.empty();
      }
    }

    private <S extends Record, R, W extends R> PlannedStep seen(
        BoundStep.Move<S, R, W> step, String label, Sight.Seen<S, R> sight) {
      var observed = sight.observed();
      var desired = step.action().desired(observed.state());
      if (!desired.equals(observed.state())) {
        step.action().rehearse(observed, desired, sight.system());
      }
      var notes = new ArrayList<String>();
      sight.after().map(Pass::foreseen).ifPresent(notes::add);
      notes.addAll(observed.notes());
      var basis = sight.after().isPresent() ? PlannedStep.Basis.PROJECTED : PlannedStep.Basis.LIVE;
      return change(
          step, label, sight, observed.state(), desired, basis, notes, observed.competitors());
    }

    /** Where an earlier step moves the same thing, its planned state is what this one will find. */
    private <S extends Record, R, W extends R> PlannedStep taken(
        BoundStep.Move<S, R, W> step, String label, Sight.Taken<S, R> sight) {
      return change(
          step,
          label,
          sight,
          sight.state(),
          step.action().desired(sight.state()),
          PlannedStep.Basis.PROJECTED,
          List.of(foreseen(sight.after())),
          List.of());
    }

    private static String foreseen(String step) {
      return "the state before is what step '" + step + "' will have made";
    }

    private <S extends Record, R, W extends R> PlannedStep deferred(
        BoundStep.Move<S, R, W> step, String label, String why) {
      projection.unforeseen(step.id(), label, step.action().target());
      return new PlannedStep.Deferred(
          step.id(),
          step.meta().name(),
          step.type(),
          label,
          step.action().target(),
          why,
          step.temporary(),
          step.action().undo());
    }

    private <S extends Record, R, W extends R> PlannedStep change(
        BoundStep.Move<S, R, W> step,
        String label,
        Sight<S, R> sight,
        S before,
        S desired,
        PlannedStep.Basis basis,
        List<String> notes,
        List<Competitor> competitors) {
      var action = step.action();
      // An equal state with other hints is the same state: it is shown, and kept, as it is now.
      var after = desired.equals(before) ? before : desired;
      var was = step.codec().encode(before);
      var will = step.codec().encode(after);
      if (holdsSecret(was) || holdsSecret(will)) {
        problems.add(
            Diagnostic.error(
                    "step '"
                        + step.id()
                        + "' moves a secret that stands in clear text in "
                        + action.target().label()
                        + ": its state before cannot be kept, so it could not be undone")
                .advise("Keep the value in a secret store and refer to it from there."));
      }
      var magnitude = action.magnitude(before, after);
      Limits.exceeded(step.limit(), magnitude)
          .ifPresent(
              why ->
                  problems.add(
                      Diagnostic.error("step '" + step.id() + "' is over its limit: " + why)
                          .advise(
                              "Look at what it would move; raise `limit` only if that is right.")));
      if (!after.equals(before)) {
        projection.change(step, label, sight, after);
      }
      return new PlannedStep.Change(
          step.id(),
          step.meta().name(),
          step.type(),
          label,
          action.target(),
          was,
          will,
          Diff.between(step.codec().shape(), was, will),
          basis,
          action.trust(),
          action.risk(before, after),
          action.undo(),
          notes,
          step.temporary(),
          new LinkedHashMap<>(magnitude),
          new LinkedHashMap<>(step.limit()),
          competitors);
    }
  }
}
