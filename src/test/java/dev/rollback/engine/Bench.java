package dev.rollback.engine;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Connection;
import dev.rollback.action.Limit;
import dev.rollback.action.Pin;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Systems;
import dev.rollback.adapter.notify.NotifyAdapter;
import dev.rollback.adapter.notify.NotifySettings;
import dev.rollback.crash.Mortality;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.Judge;
import dev.rollback.plan.Plan;
import dev.rollback.plan.Planner;
import dev.rollback.run.Conditions;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.LateNotices;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunListener;
import dev.rollback.run.RunState;
import dev.rollback.run.Runner;
import dev.rollback.run.Tenure;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.Library;
import dev.rollback.scenario.ScenarioBinder;
import dev.rollback.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A runbook on the notes, with everything that a run needs; time passes when it waits. */
final class Bench implements Gatekeeper, Systems {
  private static final Instant START = Instant.parse("2026-11-21T03:00:00Z");

  final Notes notes = new Notes();
  final MemoryJournal journal = new MemoryJournal();
  final List<Question> asked = new ArrayList<>();
  Optional<Boolean> answer = Optional.of(true);
  List<Remedy> remedies = new ArrayList<>();
  Optional<String> stop = Optional.empty();
  Optional<Predicate<String>> looks = Optional.empty();
  Tenure tenure = Tenure.undisputed();
  Map<String, String> pinned = Map.of();

  /** Names of connections that the target does not have. */
  Set<String> absent = Set.of();

  /** The URLs of the target's channels, by name. */
  final Map<String, String> hooks = new ConcurrentHashMap<>();

  /** What happens while a question waits for its answer. */
  Consumer<Question> meanwhile = _ -> {};

  /** What happens whenever something waits. */
  Runnable passing = () -> {};

  /** What happens while a person decides about a failure. */
  Runnable undecided = () -> {};

  Duration patience = Conditions.PATIENCE;
  private volatile Instant now = START;
  private Optional<BoundScenario> bound = Optional.empty();
  private final Catalog catalog =
      new Catalog(List.of(new NotesAdapter(notes), new NotifyAdapter(Path.of(""))));
  private final SourceFile source;
  private final List<SourceFile> others = new ArrayList<>();

  private Bench(String steps) {
    this.source = new SourceFile("test.yaml", steps);
  }

  /** There is another runbook that can be called by this name. */
  Bench calling(String name, String steps) {
    others.add(new SourceFile(name + ".yaml", head(name) + steps));
    return this;
  }

  private static String head(String name) {
    return """
        apiVersion: rollback/v1
        scenario: %s
        title: A test of %s
        owner: nobody
        """
        .formatted(name, name);
  }

  /** A runbook with these steps and checks; the note {@code healthy} decides at the end. */
  static Bench with(String steps) {
    return new Bench(head("test") + steps);
  }

  /** Nothing has happened yet, and these are the notes. */
  void again(Map<String, String> before) {
    now = START;
    asked.clear();
    notes.again(before);
    journal.again();
  }

  /** The process that does everything from now on. */
  void belongTo(Mortality process) {
    notes.belongTo(process);
    journal.belongTo(process);
  }

  /** What is bound does not change, and it is slow to make. */
  BoundScenario bound() {
    var known = bound.orElseGet(this::bind);
    bound = Optional.of(known);
    return known;
  }

  private BoundScenario bind() {
    var library = Library.texts(others);
    var read = new ScenarioReader(catalog, Path.of(""), library).parse(source).orThrow();
    return new ScenarioBinder(catalog, this).bind(read, Map.of(), START).orThrow();
  }

  Plan plan() {
    return plan(Optional.empty());
  }

  /** What would be probed before step 1. */
  BoundScenario takingPart() {
    return planner().look(bound()).takingPart(bound());
  }

  /** On a target with this limit. */
  Plan plan(Optional<Limit> limit) {
    return planner().plan(bound(), "test", false, limit);
  }

  private Planner planner() {
    return new Planner(new Judge(clock(), this::pause, new Redactor()), new Redactor());
  }

  Outcome run() {
    return run(plan());
  }

  Outcome run(Plan plan) {
    return run(approved(plan));
  }

  static ApprovedPlan approved(Plan plan) {
    return ApprovedPlan.of(plan, new Approval("test", "typed"));
  }

  Outcome run(ApprovedPlan plan) {
    return Runner.start(
            "r1", plan, bound(), journal, new Runner.Operator("test", "here", "0"), conditions())
        .run();
  }

  Runner resume() {
    return Runner.resume(
        bound(), journal, new Runner.Operator("test", "here", "0"), List.of(), conditions());
  }

  /** Tells what is owed of a run that no process works on, as a timer does. */
  void tellLate() {
    LateNotices.tell(bound(), journal, conditions());
  }

  /** The time, which passes only when something waits. */
  Instant now() {
    return now;
  }

  RunState state() {
    return RunState.of(journal.entries());
  }

  private Conditions conditions() {
    return new Conditions(
        this,
        clock(),
        this::pause,
        () -> stop,
        RunListener.none(),
        new Redactor(),
        tenure,
        patience);
  }

  /** Time passes. */
  void forward(Duration time) {
    now = now.plus(time);
  }

  private boolean pause(Duration time) {
    now = now.plus(time);
    passing.run();
    return stop.isEmpty();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  @Override
  public Answer ask(Question question) {
    asked.add(question);
    meanwhile.accept(question);
    var by = new Approval("test", "typed");
    if (looks.isPresent()
        && question instanceof Question.Manual(var step, var text)
        && text.startsWith("Nobody knows")) {
      return looks.get().test(step) ? new Answer.Yes(by) : new Answer.No(by);
    }
    return answer
        .<Answer>map(yes -> yes ? new Answer.Yes(by) : new Answer.No(by))
        .orElseGet(() -> new Answer.Nobody("there is no terminal"));
  }

  @Override
  public Remedy onFailure(String step, String why, String advice, Remedy otherwise) {
    undecided.run();
    return remedies.isEmpty() ? otherwise : remedies.removeFirst();
  }

  @Override
  public <C extends Record, R, W extends R> Connection<R, W> connection(
      Adapter<C, R, W> adapter, String name) {
    if (adapter.settings() == NotifySettings.class) {
      return channel(adapter, name);
    }
    if (absent.contains(name)) {
      throw new UserException("the target has no notes connection '" + name + "'", "Add it.");
    }
    var settings = adapter.settings().cast(new NotesAdapter.Settings());
    return adapter.connect(
        settings, new Pin(adapter.facts(), pinned, "rollback target pin test"), Bench::noSecret);
  }

  private <C extends Record, R, W extends R> Connection<R, W> channel(
      Adapter<C, R, W> adapter, String name) {
    if (!hooks.containsKey(name)) {
      throw new UserException("the target has no notify connection '" + name + "'", "Add it.");
    }
    var once =
        new NotifySettings(
            new SecretRef.Env("HOOK"),
            Optional.empty(),
            Map.of(),
            false,
            1,
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10));
    return adapter.connect(
        adapter.settings().cast(once), _ -> Sensitive.of(String.valueOf(hooks.get(name))));
  }

  private static Sensitive noSecret(SecretRef reference) {
    throw new IllegalStateException("the notes have no secrets: " + reference);
  }
}
