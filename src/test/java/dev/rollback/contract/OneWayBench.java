package dev.rollback.contract;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.fidelity.ListJournal;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.Plan;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Conditions;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunListener;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.run.StepState;
import dev.rollback.run.Tenure;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A runbook of one one-way step; it is run, dies, is resumed, and its questions are answered. */
final class OneWayBench implements Gatekeeper {
  private static final String STEP = "it";

  /** What kills the process. */
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Death() {
      super("the process dies", null, false, false);
    }
  }

  private final Workbench workbench;
  private final BoundScenario scenario;
  private final ListJournal journal = new ListJournal();
  private final Redactor redactor = new Redactor();
  private final List<Question> asked = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private boolean answer = true;
  private boolean mortal;

  /**
   * A runbook.
   *
   * @param step the step's keys besides its id, in YAML's flow style: {@code action: …, with: {…}}
   */
  OneWayBench(Adapter<?, ?, ?> adapter, Connection<?, ?> connection, String step) {
    var well = new AlwaysWell();
    this.workbench =
        new Workbench(
            List.of(adapter, well),
            Map.of(adapter.system(), connection, well.system(), well.connect()));
    this.scenario =
        workbench.bind("steps:\n  - {id: " + STEP + ", " + step + "}\n" + AlwaysWell.AFTER);
  }

  /** The step, bound. */
  BoundStep.OneWay<?, ?> step() {
    return scenario
        .all()
        .filter(BoundStep.OneWay.class::isInstance)
        .map(s -> (BoundStep.OneWay<?, ?>) s)
        .findFirst()
        .orElseThrow();
  }

  /** What a person is going to say. */
  void answers(boolean yes) {
    answer = yes;
  }

  /** The next process dies before it can write down how the step ended. */
  void diesBeforeTheEnd() {
    mortal = true;
  }

  Plan plan() {
    return workbench.plan(scenario);
  }

  Outcome run() {
    var plan = ApprovedPlan.of(plan(), new Approval("test", "typed"));
    return Runner.start("r1", plan, scenario, new Mortal(), operator(), conditions()).run();
  }

  Outcome resume() {
    mortal = false;
    return Runner.resume(scenario, new Mortal(), operator(), List.of(), conditions()).run();
  }

  StepState state() {
    return RunState.of(journal.entries()).step(STEP);
  }

  List<Question> asked() {
    return asked;
  }

  /** What was told while it went on. */
  List<String> progress() {
    return progress;
  }

  private static Runner.Operator operator() {
    return new Runner.Operator("test", "here", "0");
  }

  private Conditions conditions() {
    var listener =
        new RunListener() {
          @Override
          public void recorded(JournalEntry entry) {}

          @Override
          public void progress(String step, String how) {
            progress.add(how);
          }
        };
    return new Conditions(
        this,
        Clock.systemUTC(),
        _ -> true,
        Optional::empty,
        listener,
        redactor,
        Tenure.undisputed());
  }

  @Override
  public Answer ask(Question question) {
    asked.add(question);
    var by = new Approval("test", "typed");
    return answer ? new Answer.Yes(by) : new Answer.No(by);
  }

  @Override
  public Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
    return otherwise;
  }

  /** A journal whose process may die when a step is done. */
  private final class Mortal implements Journal {
    @Override
    public JournalEntry append(RunEvent event) {
      if (mortal && event instanceof RunEvent.StepDone) {
        throw new Death();
      }
      return journal.append(event);
    }

    @Override
    public List<JournalEntry> entries() {
      return journal.entries();
    }

    @Override
    public BlobRef keep(String step, Consumer<Content.Sink> writer) {
      return journal.keep(step, writer);
    }

    @Override
    public BlobRef keepText(String step, String name, Stream<String> lines) {
      return journal.keepText(step, name, lines);
    }

    @Override
    public Content read(BlobRef blob) {
      return journal.read(blob);
    }

    @Override
    public void close() {}
  }
}
