package dev.rollback.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import dev.rollback.shape.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a journal says of a run's steps, less times and names of files. States are compared as
 * actions compare them: by what they are, and not by hints for people.
 */
final class Facts {
  private final Catalog catalog;

  private final boolean states;

  /**
   * Compares.
   *
   * @param states whether states are compared as well: those of two sandboxes are not the same
   */
  Facts(Catalog catalog, boolean states) {
    this.catalog = catalog;
    this.states = states;
  }

  /** What one journal says otherwise than another, of steps that the other has. */
  List<String> differences(RunState here, RunState expected) {
    var found = new ArrayList<String>();
    for (var planned : expected.plan().all().toList()) {
      var id = planned.id();
      var facts = of(planned, here.step(id));
      of(planned, expected.step(id))
          .forEach(
              (what, so) -> {
                if (!so.equals(facts.get(what))) {
                  found.add(
                      "the journal says of step '%s': %s is %s, not %s"
                          .formatted(id, what, facts.get(what), so));
                }
              });
    }
    return found;
  }

  private Map<String, Object> of(PlannedStep planned, StepState step) {
    return Map.of(
        "its phase", step.phase(),
        "that it was written", step.written(),
        "the state before", state(planned, step.kept().map(StepState.Kept::before)),
        "the state after", state(planned, step.kept().map(StepState.Kept::after)),
        "that it has a time to be taken back", step.due().isPresent(),
        "that it was answered", step.answer().isPresent(),
        "what was read", step.check().map(c -> c.verdict().name()).orElse("nothing"));
  }

  private Object state(PlannedStep planned, Optional<JsonNode> kept) {
    if (!states) {
      return kept.isPresent();
    }
    return switch (planned) {
      case PlannedStep.Change c -> decoded(c.action(), kept);
      case PlannedStep.Deferred d -> decoded(d.action(), kept);
      case PlannedStep.OneWay _,
          PlannedStep.Check _,
          PlannedStep.Collect _,
          PlannedStep.Gate _,
          PlannedStep.Manual _,
          PlannedStep.Parallel _,
          PlannedStep.Phase _,
          PlannedStep.Skipped _ ->
          kept.isPresent();
    };
  }

  private Optional<Object> decoded(String action, Optional<JsonNode> kept) {
    return catalog.find(action).orElseThrow().type() instanceof StepType.ActionType<?, ?, ?, ?> t
        ? kept.map(Codec.of(t.state())::decode)
        : Optional.empty();
  }
}
