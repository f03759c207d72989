package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A scenario whose parameters have values and whose actions are built, and with it those that it
 * calls.
 *
 * @param scenario what was written
 * @param source the file it was written in
 * @param prefix what stands before its own ids; empty where nobody calls it
 * @param parameters the values, by name
 * @param at the moment of the plan, the same in the plan and in every later process of its run
 * @param channels those that are told what happens, by the names under {@code notify}
 * @param diagnosis the causes that it is for; empty where it does not say
 */
public record BoundScenario(
    Scenario scenario,
    SourceFile source,
    String prefix,
    Map<String, JsonNode> parameters,
    Instant at,
    Map<String, Channel> channels,
    List<BoundStep.Check<?, ?, ?>> evidence,
    List<Cause> diagnosis,
    List<BoundStep.Check<?, ?, ?>> before,
    List<BoundStep> steps,
    List<BoundStep.Check<?, ?, ?>> after) {

  /**
   * A cause that the scenario is for, and the condition under which it is found.
   *
   * @param id with the prefix of its scenario
   */
  public record Cause(String id, String title, BoundStep.When when) {}

  /**
   * Whether it, or one that it calls, is for certain causes: then it may be that nothing is changed
   * because none of them is found.
   */
  public boolean diagnosed() {
    return family().anyMatch(s -> !s.diagnosis.isEmpty());
  }

  /** The same, with these checks before the steps, steps, and checks after them. */
  public BoundScenario with(
      List<BoundStep.Check<?, ?, ?>> guards,
      List<BoundStep> others,
      List<BoundStep.Check<?, ?, ?>> deciding) {
    return new BoundScenario(
        scenario,
        source,
        prefix,
        parameters,
        at,
        channels,
        evidence,
        diagnosis,
        guards,
        others,
        deciding);
  }

  /** An id of its own as it is without the prefix. */
  public String local(String id) {
    return id.substring(prefix.length());
  }

  /** The calls among its own steps. */
  public Stream<BoundStep.Call> calls() {
    return steps.stream()
        .flatMap(BoundStep::own)
        .filter(BoundStep.Call.class::isInstance)
        .map(BoundStep.Call.class::cast);
  }

  /** This one, and all that it calls. */
  public Stream<BoundScenario> family() {
    return Stream.concat(Stream.of(this), calls().flatMap(c -> c.scenario().family()));
  }

  /** The checks of this kind, its own and those of all that it calls. */
  public List<BoundStep.Check<?, ?, ?>> inAll(
      Function<BoundScenario, List<BoundStep.Check<?, ?, ?>>> kind) {
    return family().<BoundStep.Check<?, ?, ?>>flatMap(s -> kind.apply(s).stream()).toList();
  }

  /** Every step among the steps, those within others included. */
  public Stream<BoundStep> all() {
    return steps.stream().flatMap(BoundStep::flatten);
  }

  /**
   * The same, where the target has every connection that its steps and checks need.
   *
   * @throws dev.rollback.diagnostic.UserException with everything that is missing
   */
  public BoundScenario connected() {
    BoundStep.connected(everything().toList());
    return this;
  }

  /** Every step and every check, wherever it stands. */
  public Stream<BoundStep> everything() {
    return Stream.of(
            inAll(BoundScenario::evidence),
            inAll(BoundScenario::before),
            steps,
            inAll(BoundScenario::after))
        .flatMap(List::stream)
        .flatMap(BoundStep::flatten);
  }
}
