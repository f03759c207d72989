package dev.rollback.contract;

import dev.rollback.action.Adapter;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.fidelity.ListJournal;
import dev.rollback.fidelity.Workbench;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Conditions;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.RunListener;
import dev.rollback.run.Runner;
import dev.rollback.run.Tenure;
import dev.rollback.scenario.BoundScenario;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A runbook of one step, whose process dies before or after a given entry of its journal; then
 * somebody resumes it, or undoes it. With the entries around a write, that is before and after the
 * write as well.
 */
public final class EveryDeath {
  private final Workbench workbench;
  private final BoundScenario scenario;
  private final ListJournal journal = new ListJournal();
  private final int deadly;
  private final boolean written;
  private boolean alive;
  private int appended;

  /** What kills the process. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Death() {
      super("the process dies", null, false, false);
    }
  }

  /**
   * A runbook.
   *
   * @param step the step's keys, in YAML's flow style: {@code action: …, with: {…}}
   * @param deadly at which entry the process dies, counted from 0
   * @param written whether that entry is still written
   */
  public EveryDeath(
      Adapter<?, ?, ?> adapter,
      Connection<?, ?> connection,
      String step,
      int deadly,
      boolean written) {
    var well = new AlwaysWell();
    this.deadly = deadly;
    this.written = written;
    this.workbench =
        new Workbench(
            List.of(adapter, well),
            Map.of(adapter.system(), connection, well.system(), well.connect()));
    this.scenario = workbench.bind("steps:\n  - {id: it, " + step + "}\n" + AlwaysWell.AFTER);
  }

  /**
   * Runs it to its death.
   *
   * @return whether it died; else it had fewer entries
   */
  public boolean dies() {
    var plan = ApprovedPlan.of(workbench.plan(scenario), new Approval("test", "typed"));
    try {
      Runner.start("r1", plan, scenario, new Mortal(), operator(), conditions()).run();
      return false;
    } catch (Death e) {
      return true;
    }
  }

  /** Whether the run that died can be found at all. */
  public boolean leftARecord() {
    return !journal.entries().isEmpty();
  }

  /** The next process goes on. */
  public Outcome resumed() {
    return next().run();
  }

  /** The next process takes everything back. */
  public Outcome undone() {
    return next().undo("asked for", "test");
  }

  private Runner next() {
    alive = true;
    return Runner.resume(scenario, new Mortal(), operator(), List.of(), conditions());
  }

  private static Runner.Operator operator() {
    return new Runner.Operator("test", "here", "0");
  }

  private static Conditions conditions() {
    return new Conditions(
        new Yes(),
        Clock.systemUTC(),
        _ -> true,
        Optional::empty,
        RunListener.none(),
        new Redactor(),
        Tenure.undisputed());
  }

  /** Somebody who agrees. */
  private static final class Yes implements Gatekeeper {
    @Override
    public Answer ask(Question question) {
      return new Answer.Yes(new Approval("test", "typed"));
    }

    @Override
    public Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
      return otherwise;
    }
  }

  /** Kills the process once. */
  private final class Mortal implements Journal {
    @Override
    public JournalEntry append(RunEvent event) {
      var now = !alive && appended++ == deadly;
      if (now && !written) {
        throw new Death();
      }
      var entry = journal.append(event);
      if (now) {
        throw new Death();
      }
      return entry;
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
