package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A scenario whose parameters have values and whose actions are built.
 *
 * @param scenario what was written
 * @param source the file it was written in
 * @param parameters the values, by name
 * @param at the moment of the plan, the same in the plan and in every later process of its run
 * @param channels those that are told what happens, by the names under {@code notify}
 */
public record BoundScenario(
    Scenario scenario,
    SourceFile source,
    Map<String, JsonNode> parameters,
    Instant at,
    Map<String, Channel> channels,
    List<BoundStep.Check<?, ?, ?>> evidence,
    List<BoundStep.Check<?, ?, ?>> before,
    List<BoundStep> steps,
    List<BoundStep.Check<?, ?, ?>> after) {

  /** Every step among the steps, those within others included. */
  public Stream<BoundStep> all() {
    return steps.stream().flatMap(BoundStep::flatten);
  }

  /** Every step and every check, wherever it stands. */
  public Stream<BoundStep> everything() {
    return Stream.of(evidence, before, steps, after)
        .flatMap(List::stream)
        .flatMap(BoundStep::flatten);
  }
}
