package dev.rollback.scenario;

import dev.rollback.action.Limit;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Key;
import dev.rollback.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A step as it is written. Its first key tells its kind. Groups hold simpler steps only: a phase
 * has no phases within it, a parallel has actions alone.
 */
@Doc("A step: an action, a check, a gate, something done by hand, or a group.")
public sealed interface StepForm {

  /** The condition under which it is done, where it has one. */
  default Optional<Located<String>> condition() {
    return switch (this) {
      case ActionStep a -> a.when();
      case CheckStep c -> c.when();
      case CollectStep c -> c.when();
      case GateStep g -> g.when();
      case ManualStep m -> m.when();
      case ScenarioStep s -> s.when();
      case ParallelStep _, ChooseStep _, PhaseStep _ -> Optional.empty();
    };
  }

  /** The steps within it, of all alternatives. */
  default Stream<StepForm> inner() {
    return switch (this) {
      case ParallelStep p -> p.parallel().stream().map(s -> s);
      case PhaseStep p -> p.steps().stream().map(s -> s);
      case ChooseStep c -> c.choose().stream().flatMap(a -> a.steps().stream());
      case ActionStep _, CheckStep _, CollectStep _, GateStep _, ManualStep _, ScenarioStep _ ->
          Stream.empty();
    };
  }

  /** This step and all within it. */
  default Stream<StepForm> flatten() {
    return Stream.concat(Stream.of(this), inner().flatMap(StepForm::flatten));
  }

  /** This step, where it calls another scenario. */
  default Stream<ScenarioStep> call() {
    return this instanceof ScenarioStep call ? Stream.of(call) : Stream.empty();
  }

  /** A step that is no phase. */
  @Doc("A step within a phase or a branch.")
  sealed interface Inner extends StepForm {}

  /** Moves something. */
  @Doc("Changes something: observed, previewed, written, undone.")
  record ActionStep(
      @Doc("The action's name.") Located<String> action,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("What it is for, for people.") Optional<String> name,
      @Doc("The action's inputs.") Optional<YamlNode> with,
      @Doc("The connection, where the target has several to this system.")
          Optional<String> connection,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out when"
                  + " it is false.")
          Optional<Located<String>> when,
      @Doc(
              "How long it may take until it has taken effect; PT2M when missing. A one-way action"
                  + " has ended by then; when missing, it has the time that its own inputs give.")
          Optional<Duration> timeout,
      @Doc("How often and how fast a failed attempt is repeated.") Optional<Retry> retry,
      @Doc("What follows when it fails and nobody is there to ask.") @Default("undo")
          OnFailure onFailure,
      @Doc("`run`: taken back when the steps are through; a duration: taken back after it.")
          Optional<Located<String>> temporary,
      @Doc("How many objects it may move at most, by kind: {keys: 5000}. More is refused.")
          Optional<Limit> limit)
      implements Inner {}

  /** Reads and judges. */
  @Doc("Reads something and judges it; the run stops when it does not pass.")
  record CheckStep(
      @Doc("The check's name.") Located<String> check,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("What it is for, for people.") Optional<String> name,
      @Doc("The check's inputs.") Optional<YamlNode> with,
      @Doc("The connection, where the target has several to this system.")
          Optional<String> connection,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out when"
                  + " it is false.")
          Optional<Located<String>> when,
      @Doc(
              "What is expected of the values read, in CEL. Among the steps and under `after`,"
                  + " `baseline` has the values that were read before step 1.")
          Optional<Located<String>> expect,
      @Doc("It must pass all through this time.") @Key("for") Optional<Duration> sustained,
      @Doc("It may fail this long before it counts: it is read again and again until it passes.")
          Optional<Duration> within,
      @Doc("The time between two readings.") @Default("PT1S") Duration every)
      implements Inner {}

  /** Keeps evidence. */
  @Doc(
      "Keeps evidence: what it reads becomes files beside the journal, each with its SHA-256 in the"
          + " journal.")
  record CollectStep(
      @Doc("What is kept, by the name of its capture.") Located<String> collect,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("What it is for, for people.") Optional<String> name,
      @Doc("The capture's inputs.") Optional<YamlNode> with,
      @Doc("The connection, where the target has several to this system.")
          Optional<String> connection,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out when"
                  + " it is false.")
          Optional<Located<String>> when,
      @Doc("What follows when it fails and nobody is there to ask.") @Default("continue")
          OnFailure onFailure)
      implements Inner {}

  /** A question. */
  @Doc("A question to a person; nothing further is done before the answer.")
  record GateStep(
      @Doc("The question.") Located<String> gate,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("Who may answer.") Optional<Approvers> approvers,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out when"
                  + " it is false.")
          Optional<Located<String>> when)
      implements Inner {}

  /** Something done by hand. */
  @Doc("Something that a person does and confirms.")
  record ManualStep(
      @Doc("What to do.") Located<String> manual,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out when"
                  + " it is false.")
          Optional<Located<String>> when)
      implements Inner {}

  /** Another scenario as one step. */
  @Doc(
      "Another scenario as one step: its evidence is read and its causes are looked for with the"
          + " rest. Where one is found, or it names none, its steps stand here, and its checks"
          + " before and after them hold for the whole run.")
  record ScenarioStep(
      @Doc("The scenario's name; its file stands beside this one, or in the directory of runbooks.")
          Located<String> scenario,
      @Doc("The step's id; the scenario's name when it has none.") Optional<Located<String>> id,
      @Doc("Values for its parameters: {deployment: grid-api}.") Optional<YamlNode> with,
      @Doc(
              "A condition in CEL over `parameters`, `evidence` and `causes`; the step is left out"
                  + " when it is false.")
          Optional<Located<String>> when)
      implements Inner {
    /** Its id: what stands before the ids of its steps and the names of its causes. */
    public String name() {
      return id.orElse(scenario).value();
    }
  }

  /** Several at once. */
  @Doc("Actions on different objects, done at the same time.")
  record ParallelStep(
      @Doc("The actions.") List<ActionStep> parallel,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("What it is for, for people.") Optional<String> name)
      implements Inner {}

  /** Alternatives. */
  @Doc("Alternatives: the first whose condition holds is taken, the others are left out.")
  record ChooseStep(
      @Doc("The alternatives, in the order in which they are tried.") List<Alternative> choose,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id)
      implements StepForm {}

  /** One alternative. */
  @Doc("One alternative.")
  record Alternative(
      @Doc("A condition in CEL over `parameters`, `evidence` and `causes`; none: always taken.")
          Optional<Located<String>> when,
      @Doc("What is done.") List<Inner> steps) {}

  /** A named group. */
  @Doc("A named group of steps.")
  record PhaseStep(
      @Doc("The phase's name.") Located<String> phase,
      @Doc("The step's id; made from its place when it has none.") Optional<Located<String>> id,
      @Doc("The time that it may take.") Optional<Duration> budget,
      @Doc("The steps.") List<Inner> steps)
      implements StepForm {}

  /** How a failed attempt is repeated. */
  @Doc("How a failed attempt is repeated.")
  record Retry(
      @Doc("How many attempts there are, the first included.") @Default("3") int attempts,
      @Doc("The time before the second attempt.") @Default("PT1S") Duration delay,
      @Doc("By how much each further delay is longer than the one before.") @Default("2")
          double backoff) {
    /** Checks the numbers. */
    public Retry {
      if (attempts < 1 || attempts > 100) {
        throw new IllegalArgumentException("attempts must be between 1 and 100, not " + attempts);
      }
      if (backoff < 1) {
        throw new IllegalArgumentException("backoff must be at least 1, not " + backoff);
      }
    }
  }

  /** Who may answer a gate. */
  @Doc("Who may answer a gate: persons of a role, by signed approvals.")
  record Approvers(
      @Doc("The role, one of `roles` in rollback.yaml.") String role,
      @Doc("How many persons of it must approve.") @Default("1") int count) {
    /** Checks the number. */
    public Approvers {
      if (count < 1 || count > 20) {
        throw new IllegalArgumentException("count must be between 1 and 20, not " + count);
      }
    }
  }

  /** What follows a failure that nobody is asked about. */
  enum OnFailure {
    /** What this run has changed is taken back, the last change first. */
    UNDO,
    /** The run stops where it is, and can be resumed. */
    STOP,
    /** The run goes on, and nobody is asked, whether or not somebody is there. */
    CONTINUE
  }
}
