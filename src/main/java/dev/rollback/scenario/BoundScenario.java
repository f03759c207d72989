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
 * @param diagnosis the causes that it is for; empty where it does not say
 */
public record BoundScenario(
    Scenario scenario,
    SourceFile source,
    Map<String, JsonNode> parameters,
    Instant at,
    Map<String, Channel> channels,
    List<BoundStep.Check<?, ?, ?>> evidence,
    List<Cause> diagnosis,
    List<BoundStep.Check<?, ?, ?>> before,
    List<BoundStep> steps,
    List<BoundStep.Check<?, ?, ?>> after) {

  /** A cause that the scenario is for, and the condition under which it is found. */
  public record Cause(String id, String title, BoundStep.When when) {}

  /** Whether it is for certain causes, and changes nothing where none of them is found. */
  public boolean diagnosed() {
    return !diagnosis.isEmpty();
  }

  /** The same, with these steps and these checks before them in place of its own. */
  public BoundScenario with(List<BoundStep.Check<?, ?, ?>> guards, List<BoundStep> others) {
    return new BoundScenario(
        scenario, source, parameters, at, channels, evidence, diagnosis, guards, others, after);
  }

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
