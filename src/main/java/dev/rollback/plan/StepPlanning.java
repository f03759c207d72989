package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.action.Competitor;
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

/** One pass over the steps of a scenario and of those that it calls. */
final class StepPlanning {
  private final Redactor redactor;
  private final boolean signed;
  private final Evidence evidence;
  private final Projection projection = new Projection();
  private final List<Diagnostic> problems = new ArrayList<>();
  private final CheckPlanning planning;

  /** With what the evidence is; see {@link Planner} for the rest. */
  StepPlanning(Judge judge, Redactor redactor, boolean signed, Evidence evidence) {
    this.redactor = redactor;
    this.signed = signed;
    this.evidence = evidence;
    this.planning = new CheckPlanning(judge, problems);
  }

  /**
   * All steps of a scenario of which a cause was found.
   *
   * @throws RefusedException when some cannot be planned
   */
  List<PlannedStep> steps(BoundScenario scenario) {
    var planned = each(scenario.steps(), evidence.scope(scenario));
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

  private List<PlannedStep> each(List<BoundStep> steps, Scope scope) {
    return steps.stream().flatMap(s -> step(s, scope).stream()).toList();
  }

  private List<PlannedStep> step(BoundStep step, Scope scope) {
    var meta = step.meta();
    var unmet = meta.when().filter(w -> !scope.holds(w));
    if (unmet.isPresent()) {
      return List.of(skipped(meta, unmet.get().unmet()));
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
              new PlannedStep.Parallel(
                  meta.id(), meta.name(), atTheSameTime(meta.id(), steps, scope)));
      case BoundStep.Phase(var _, var budget, var steps) ->
          List.of(new PlannedStep.Phase(meta.id(), meta.name(), budget, each(steps, scope)));
      case BoundStep.Call(var _, var called) -> List.of(call(meta, called));
      case BoundStep.Choose(var _, var branches) -> choose(branches, scope);
    };
  }

  private PlannedStep call(BoundStep.Meta meta, BoundScenario called) {
    return evidence.isIdle(called)
        ? skipped(meta, "no cause that it is for was found")
        : new PlannedStep.Phase(
            meta.id(),
            meta.name(),
            Optional.empty(),
            each(called.steps(), evidence.scope(called)),
            Optional.of(called.scenario().scenario().value()));
  }

  private List<PlannedStep> atTheSameTime(String id, List<BoundStep> steps, Scope scope) {
    var planned = new ArrayList<PlannedStep>();
    try {
      projection.atTheSameTime(() -> planned.addAll(each(steps, scope)));
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
  private List<PlannedStep> choose(List<BoundStep.Branch> branches, Scope scope) {
    var result = new ArrayList<PlannedStep>();
    var taken = false;
    for (var branch : branches) {
      if (!taken && branch.when().map(scope::holds).orElse(true)) {
        taken = true;
        result.addAll(each(branch.steps(), scope));
      } else {
        var why =
            taken
                ? "an alternative before it was taken"
                : branch.when().map(BoundStep.When::unmet).orElse("");
        branch.steps().stream()
            .flatMap(BoundStep::own)
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
    sight.after().map(StepPlanning::foreseen).ifPresent(notes::add);
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

  private boolean holdsSecret(JsonNode state) {
    return switch (state) {
      case ObjectNode object ->
          object.properties().stream().anyMatch(p -> holdsSecret(p.getValue()));
      case ArrayNode array -> array.valueStream().anyMatch(this::holdsSecret);
      default -> state.isTextual() && !redactor.redact(state.textValue()).equals(state.textValue());
    };
  }
}
