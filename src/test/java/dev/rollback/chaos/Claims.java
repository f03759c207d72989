package dev.rollback.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what the journal says of a run is so, at any moment at which nothing runs. */
final class Claims {
  private final RunState run;
  private final Observation seen;
  private final List<Violation> violations = new ArrayList<>();

  private Claims(RunState run, Observation seen) {
    this.run = run;
    this.seen = seen;
  }

  static List<Violation> check(RunState run, Observation seen) {
    var claims = new Claims(run, seen);
    claims.workloadChanges();
    claims.deletions();
    claims.run.steps().values().forEach(claims::environment);
    return claims.violations;
  }

  private Map<String, String> actions() {
    var actions = new HashMap<String, String>();
    for (var planned : run.plan().all().toList()) {
      if (planned instanceof PlannedStep.Change change) {
        actions.put(change.id(), change.action());
      } else if (planned instanceof PlannedStep.Deferred deferred) {
        actions.put(deferred.id(), deferred.action());
      }
    }
    return actions;
  }

  private List<StepState> stepsOf(String action) {
    var actions = actions();
    return run.steps().values().stream()
        .filter(step -> actions.getOrDefault(step.id(), "").startsWith(action))
        .toList();
  }

  /** There are as many changes as are said to be done at least, and no more than were announced. */
  private void workloadChanges() {
    var steps = stepsOf("kubernetes.");
    var done = steps.stream().filter(StepState::written).count();
    var takenBack =
        steps.stream().filter(s -> s.written() && s.phase() == StepState.Phase.UNDONE).count();
    var kept = steps.stream().filter(s -> s.kept().isPresent()).count();
    var ids = steps.stream().map(StepState::id).collect(Collectors.toSet());
    var undoing =
        run.timeline().stream()
            .map(entry -> entry.event())
            .filter(RunEvent.UndoBegan.class::isInstance)
            .map(event -> ((RunEvent.UndoBegan) event).step())
            .filter(ids::contains)
            .distinct()
            .count();
    var changes = seen.changes().size();
    if (changes < done + takenBack) {
      add(
          Violation.Kind.FALSE_DONE,
          "%d workload changes are said to be made and %d taken back, but there were %d"
              .formatted(done, takenBack, changes));
    }
    if (changes > kept + undoing) {
      add(
          Violation.Kind.UNRECORDED,
          "%d workload changes were announced and %d undos, but there were %d changes"
              .formatted(kept, undoing, changes));
    }
  }

  private void deletions() {
    var deleted = seen.deleted();
    var steps = stepsOf("redis.delete-keys");
    if (!deleted.isEmpty() && steps.stream().allMatch(s -> s.kept().isEmpty())) {
      add(Violation.Kind.UNRECORDED, "keys were deleted: " + deleted);
    }
    var said = steps.stream().filter(StepState::written).mapToLong(Claims::keys).sum();
    if (deleted.size() < said) {
      add(
          Violation.Kind.FALSE_DONE,
          "%d keys are said to be deleted, but %d were".formatted(said, deleted.size()));
    }
    if (!steps.isEmpty() && steps.stream().allMatch(s -> s.phase() == StepState.Phase.UNDONE)) {
      var missing = new java.util.TreeSet<>(seen.before().keys().keySet());
      missing.removeAll(seen.after().keys().keySet());
      missing.removeIf(seen.touchedByOthers());
      if (!missing.isEmpty()) {
        add(
            Violation.Kind.FALSE_DONE,
            "the deletion is said to be taken back, but missing are " + missing);
      }
    }
  }

  private static long keys(StepState step) {
    return step.kept().map(kept -> kept.before().path("keys").asLong()).orElse(0L);
  }

  /** Values that a step says to have set, or to have put back, are there. */
  private void environment(StepState step) {
    if (!actions().getOrDefault(step.id(), "").equals("kubernetes.set-env")
        || step.kept().isEmpty()) {
      return;
    }
    var kept = step.kept().get();
    var names =
        kept.after().path("env").properties().stream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    switch (step.phase()) {
      case CHANGED -> compare(step, kept.after(), names);
      case UNDONE -> compare(step, kept.before(), names);
      case PENDING,
          RUNNING,
          ALREADY,
          PASSED,
          KEPT,
          CONFIRMED,
          SKIPPED,
          FAILED,
          UNDOING,
          UNDO_FAILED,
          REDOING,
          REDO_FAILED -> {
        // Nothing is claimed.
      }
    }
  }

  private void compare(StepState step, JsonNode said, Set<String> names) {
    for (var name : names) {
      var wanted = said.path("env").path(name).asText("(none)");
      var values = values(name);
      if (!values.contains(wanted)) {
        add(
            Violation.Kind.FALSE_DONE,
            "%s is %s, and %s is said to be %s, but is %s"
                .formatted(step.id(), step.phase(), name, wanted, values));
      }
    }
  }

  private List<String> values(String name) {
    var values = new ArrayList<String>();
    for (var workload : seen.after().workloads().values()) {
      var value = "(none)";
      for (var entry : workload.at("/template/spec/containers/0/env")) {
        if (entry.path("name").asText().equals(name)) {
          value = entry.path("value").asText("(elsewhere)");
        }
      }
      values.add(value);
    }
    return values;
  }

  private void add(Violation.Kind kind, String what) {
    violations.add(new Violation(kind, what));
  }
}
