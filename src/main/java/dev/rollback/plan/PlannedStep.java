package dev.rollback.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.action.Competitor;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.scenario.Temporary;
import dev.rollback.shape.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one step would do, as far as it can be known before it is done. */
public sealed interface PlannedStep {
  /** The step's id, unique in its scenario. */
  String id();

  /** The step's name, for people. */
  String name();

  /** Where a planned state comes from. */
  enum Basis {
    /** Observed on the live system. */
    LIVE,
    /** What an earlier step of this plan will have made. */
    PROJECTED
  }

  /** A move whose states are known; before and after are equal when there is nothing to do. */
  record Change(
      String id,
      String name,
      @Doc("The action.") String action,
      @Doc("The connection it goes through.") String connection,
      @Doc("What is moved.") Target target,
      @Doc("The state before.") JsonNode before,
      @Doc("The state after.") JsonNode after,
      @Doc("What differs.") List<FieldChange> diff,
      @Doc("Where the state before comes from.") Basis basis,
      @Doc("How far the diff can be trusted.") Trust trust,
      @Doc("How much harm it can do.") Risk risk,
      @Doc("What can be done about it afterwards.") Undo undo,
      @Doc("What a person should know.") List<String> notes,
      @Doc("How long it lasts, where it is temporary.") Optional<Temporary> temporary,
      @Doc("How many objects it moves, by kind.") Map<String, Long> magnitude,
      @Doc("How many objects it may move at most, by kind.") Map<String, Long> limit,
      @Doc("Who else changes the target by himself.") List<Competitor> competitors)
      implements PlannedStep {
    /** A change of what nobody else changes by himself. */
    public Change(
        String id,
        String name,
        String action,
        String connection,
        Target target,
        JsonNode before,
        JsonNode after,
        List<FieldChange> diff,
        Basis basis,
        Trust trust,
        Risk risk,
        Undo undo,
        List<String> notes,
        Optional<Temporary> temporary,
        Map<String, Long> magnitude,
        Map<String, Long> limit) {
      this(
          id,
          name,
          action,
          connection,
          target,
          before,
          after,
          diff,
          basis,
          trust,
          risk,
          undo,
          notes,
          temporary,
          magnitude,
          limit,
          List.of());
    }

    /** Whether the target is already as it should be. */
    public boolean nothingToDo() {
      return before.equals(after);
    }
  }

  /** A move that can only be observed at its turn. */
  record Deferred(
      String id,
      String name,
      @Doc("The action.") String action,
      @Doc("The connection it goes through.") String connection,
      @Doc("What is moved.") Target target,
      @Doc("Why it cannot be known yet.") String why,
      @Doc("How long it lasts, where it is temporary.") Optional<Temporary> temporary,
      @Doc("What can be done about it afterwards.") Undo undo)
      implements PlannedStep {}

  /** A one-way action. */
  record OneWay(
      String id,
      String name,
      @Doc("The action.") String action,
      @Doc("The connection it goes through.") String connection,
      @Doc("What it is done to.") Target target,
      @Doc("What will be sent or started.") String preview,
      @Doc("How much harm it can do.") Risk risk)
      implements PlannedStep {
    /** Whether it leaves something that a person may have to see to. */
    public boolean leavesSomething() {
      return risk.leavesSomething();
    }
  }

  /** A check among the steps: the run stops when it does not pass. */
  record Check(
      String id,
      String name,
      @Doc("The check.") String check,
      @Doc("The connection it goes through.") String connection,
      @Doc("What is read.") Target target,
      @Doc("What is expected, in CEL.") String expect,
      @Doc("How long it must hold without a break.") Optional<Duration> sustained,
      @Doc("What it read when the plan was made, where it compares with that.")
          Optional<JsonNode> baseline)
      implements PlannedStep {
    /** A check that compares with nothing. */
    public Check(
        String id,
        String name,
        String check,
        String connection,
        Target target,
        String expect,
        Optional<Duration> sustained) {
      this(id, name, check, connection, target, expect, sustained, Optional.empty());
    }

    /** The same question, whatever it was answered when the plan was made. */
    Check question() {
      return new Check(id, name, check, connection, target, expect, sustained);
    }
  }

  /** Evidence that is kept in files beside the journal. */
  record Collect(
      String id,
      String name,
      @Doc("What is kept.") String capture,
      @Doc("The connection it goes through.") String connection,
      @Doc("What is read.") Target target,
      @Doc("What will be kept, for people.") String preview)
      implements PlannedStep {}

  /** A question to a person before anything further is done. */
  record Gate(
      String id,
      String name,
      @Doc("The question.") String question,
      @Doc("Who may answer, where the runbook says.") Optional<String> role,
      @Doc(
              "How many of that role must approve, by signed approvals; missing where whoever runs"
                  + " it answers.")
          Optional<Integer> count)
      implements PlannedStep {

    /** A gate that whoever runs it answers. */
    public Gate(String id, String name, String question, Optional<String> role) {
      this(id, name, question, role, Optional.empty());
    }

    /**
     * Whose approvals open it. Empty: whoever runs it is asked; so it was agreed for plans that
     * have a role and no count.
     */
    public Optional<Approvers> approvers() {
      return role.flatMap(r -> count.map(n -> new Approvers(r, n)));
    }
  }

  /** Something that a person does and confirms. */
  record Manual(String id, String name, @Doc("What to do.") String instruction)
      implements PlannedStep {}

  /** Steps on disjoint targets that run at the same time. */
  record Parallel(String id, String name, @Doc("The steps.") List<PlannedStep> steps)
      implements PlannedStep {}

  /** A named group of steps. */
  record Phase(
      String id,
      String name,
      @Doc("The time it may take.") Optional<Duration> budget,
      @Doc("The steps.") List<PlannedStep> steps,
      @Doc("The scenario that is called, where the group stands for one.")
          Optional<String> scenario)
      implements PlannedStep {
    /** A phase of the scenario itself. */
    public Phase(String id, String name, Optional<Duration> budget, List<PlannedStep> steps) {
      this(id, name, budget, steps, Optional.empty());
    }
  }

  /** A step that this run leaves out, because its condition does not hold. */
  record Skipped(String id, String name, @Doc("Why.") String why) implements PlannedStep {}

  /** This step and every step within it, in order. */
  default Stream<PlannedStep> flatten() {
    return switch (this) {
      case Parallel p ->
          Stream.concat(Stream.of(p), p.steps().stream().flatMap(PlannedStep::flatten));
      case Phase p -> Stream.concat(Stream.of(p), p.steps().stream().flatMap(PlannedStep::flatten));
      case Change _, Deferred _, OneWay _, Check _, Collect _, Gate _, Manual _, Skipped _ ->
          Stream.of(this);
    };
  }

  /** How much harm this step alone can do; of a deferred one, the most that there is to fear. */
  default Risk ownRisk() {
    return switch (this) {
      case Change c -> c.nothingToDo() ? Risk.OBSERVE : c.risk();
      case Deferred _ -> Risk.DESTRUCTIVE;
      case OneWay o -> o.risk();
      case Check _, Collect _, Gate _, Manual _, Parallel _, Phase _, Skipped _ -> Risk.OBSERVE;
    };
  }
}
