package dev.rollback.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Systems;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.Judge;
import dev.rollback.plan.Pause;
import dev.rollback.plan.Plan;
import dev.rollback.plan.Planner;
import dev.rollback.run.Conditions;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunListener;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.run.Tenure;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.scenario.ScenarioBinder;
import dev.rollback.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Runbooks as a text, planned and run on real systems; whoever is asked says yes, and is noted. */
public final class Workbench implements Systems {
  private static final Duration POLL = Duration.ofMillis(2);

  private final Catalog catalog;
  private final Map<String, Connection<?, ?>> connections;

  /** With these adapters, and a connection to each of their systems. */
  public Workbench(List<Adapter<?, ?, ?>> adapters, Map<String, Connection<?, ?>> connections) {
    this.catalog = new Catalog(adapters);
    this.connections = Map.copyOf(connections);
  }

  /** How a run ended. */
  public record Ran(Outcome outcome, RunState state, List<Gatekeeper.Question> asked) {
    /** What went wrong, of the steps that failed. */
    public List<String> failures() {
      return state.steps().values().stream().map(s -> s.id() + ": " + s.note()).toList();
    }
  }

  /** A runbook with these sections, bound. */
  public BoundScenario bind(String sections) {
    var source =
        new SourceFile(
            "fidelity.yaml",
            "apiVersion: rollback/v1\nscenario: fidelity\ntitle: A test\nowner: nobody\n"
                + sections);
    var read = new ScenarioReader(catalog, Path.of("")).parse(source).orThrow();
    return new ScenarioBinder(catalog, this)
        .bind(read, Map.of(), Clock.systemUTC().instant())
        .orThrow();
  }

  /** What it would do. */
  public Plan plan(BoundScenario scenario) {
    return new Planner(new Judge(Clock.systemUTC(), pause(), new Redactor()), new Redactor())
        .plan(scenario, "test", false);
  }

  /** Does it. */
  public Ran run(BoundScenario scenario, Plan plan) {
    var asked = new ArrayList<Gatekeeper.Question>();
    var runner =
        Runner.start(
            "r1",
            ApprovedPlan.of(plan, new Approval("test", "typed")),
            scenario,
            new ListJournal(),
            new Runner.Operator("test", "here", "0"),
            new Conditions(
                yes(asked),
                Clock.systemUTC(),
                pause(),
                Optional::empty,
                RunListener.none(),
                new Redactor(),
                Tenure.undisputed()));
    return new Ran(runner.run(), runner.state(), asked);
  }

  /** The state that a step's target is in now. */
  public JsonNode now(BoundScenario scenario, String step) {
    return scenario
        .all()
        .filter(s -> s.id().equals(step))
        .filter(BoundStep.Move.class::isInstance)
        .map(s -> now((BoundStep.Move<?, ?, ?>) s))
        .findFirst()
        .orElseThrow();
  }

  private static <S extends Record, R, W extends R> JsonNode now(BoundStep.Move<S, R, W> step) {
    return step.codec().encode(step.action().observe(step.connection().reader()).state());
  }

  /** Whether two states of a step are the same one, whatever their hints say. */
  public boolean same(BoundScenario scenario, String step, JsonNode one, JsonNode other) {
    return scenario
        .all()
        .filter(s -> s.id().equals(step))
        .filter(BoundStep.Move.class::isInstance)
        .allMatch(s -> same((BoundStep.Move<?, ?, ?>) s, one, other));
  }

  private static <S extends Record, R, W extends R> boolean same(
      BoundStep.Move<S, R, W> step, JsonNode one, JsonNode other) {
    return step.codec().decode(one).equals(step.codec().decode(other));
  }

  private static Pause pause() {
    return _ -> {
      LockSupport.parkNanos(POLL.toNanos());
      return true;
    };
  }

  private static Gatekeeper yes(List<Gatekeeper.Question> asked) {
    return new Gatekeeper() {
      @Override
      public Answer ask(Question question) {
        asked.add(question);
        return new Answer.Yes(new Approval("test", "typed"));
      }

      @Override
      public Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
        return otherwise;
      }
    };
  }

  @Override
  @SuppressWarnings("unchecked") // each system's connection was made by its adapter
  public <C extends Record, R, W extends R> Connection<R, W> connection(
      Adapter<C, R, W> adapter, String name) {
    return (Connection<R, W>) Objects.requireNonNull(connections.get(adapter.system()));
  }
}
