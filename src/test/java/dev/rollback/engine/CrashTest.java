package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.crash.Death;
import dev.rollback.crash.Mortality;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunState;
import dev.rollback.run.StepState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies before or after every append, every part of a blob and every write, of a run, of
 * its undo, and of what somebody does after a death; then somebody resumes or undoes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
  private static final String RUNBOOK =
      """
      steps:
        - {id: door, action: notes.set, with: {note: maintenance, text: "on"}, temporary: run}
        - {id: ask, gate: "Go on?"}
        - {id: copy, collect: notes.copy, with: {prefix: old-}}
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
        - {id: box, action: notes.set, with: {note: c, text: new-c}, temporary: PT30M}
        - {id: sweep, action: notes.clear, with: {prefix: old-}}
        - {id: say, action: notes.announce, with: {text: hello}}
        - {id: post, action: notes.post, with: {text: hello}}
        - parallel:
            - {id: left, action: notes.set, with: {note: p, text: new-p}}
            - {id: right, action: notes.set, with: {note: q, text: new-q}}
        - {scenario: inner, with: {text: new-i}}
        - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {id: judge, check: notes.read, with: {note: b}, expect: text == "new-b"}
      """;

  private static final String CALLED =
      """
      parameters: {text: {description: What to write}}
      evidence: [{id: old, check: notes.read, with: {note: a}, expect: text == "old-a"}]
      diagnosis: [{cause: stale, title: It is old, when: evidence.old.passed}]
      steps:
        - {id: gate, action: notes.set, with: {note: closed, text: "yes"}, temporary: run}
        - {id: write, action: notes.set, with: {note: i, text: "${text}"}, when: "'stale' in causes"}
      after: [{id: judge, check: notes.read, with: {note: i}, expect: text == "new-i"}]
      """;

  private static final Pattern PARALLEL = Pattern.compile(" (left|right|[pq]=new-[pq])\\b");
  private static final Map<String, String> BEFORE =
      Map.of("a", "old-a", "old-1", "one", "old-2", "two");

  /** What the run that does not die comes to. */
  private record Undisturbed(
      List<String> points, Map<String, String> notes, List<String> writes, List<String> told) {}

  private final Bench bench = Bench.with(RUNBOOK).calling("inner", CALLED);
  private final ApprovedPlan plan;
  private final Undisturbed undisturbed;
  private final Undisturbed redone;

  CrashTest() {
    bench.again(BEFORE);
    // Whoever is asked whether something was said, looks whether it stands there.
    bench.looks = Optional.of(_ -> bench.notes.all().containsKey("announced"));
    plan = Bench.approved(bench.plan());
    undisturbed = undisturbed(this::start);
    process(Mortality.none(), this::undo);
    redone = undisturbed(this::redo);
  }

  private Undisturbed undisturbed(Supplier<Outcome> work) {
    var life = Mortality.none();
    assertThat(process(life, work)).contains(Outcome.SUCCEEDED);
    return new Undisturbed(
        life.passed(), bench.notes.all(), bench.notes.writes(), told(bench.state()));
  }

  @BeforeEach
  void nothingHasHappened() {
    bench.again(BEFORE);
  }

  private static List<String> told(RunState state) {
    return state.steps().values().stream()
        .map(
            s ->
                "%s %s, written %s, due %s, kept %s"
                    .formatted(
                        s.id(),
                        s.phase(),
                        s.written(),
                        s.due().isPresent(),
                        s.kept().map(k -> k.before() + " " + k.after()).orElse("nothing")))
        .toList();
  }

  /** Does something as a process with this life; empty where it died of it. */
  private Optional<Outcome> process(Mortality life, Supplier<Outcome> work) {
    bench.belongTo(life);
    try {
      var outcome = work.get();
      return life.isDead() ? Optional.empty() : Optional.of(outcome);
    } catch (Death | IllegalStateException e) {
      if (!life.isDead()) {
        throw e;
      }
      return Optional.empty();
    } finally {
      bench.belongTo(Mortality.none());
    }
  }

  List<String> pointsOfARun() {
    return undisturbed.points();
  }

  List<String> pointsOfAnUndo() {
    bench.again(BEFORE);
    process(Mortality.none(), this::start);
    var life = Mortality.none();
    process(life, this::undo);
    return life.passed();
  }

  List<String> pointsOfARedo() {
    return redone.points();
  }

  private void diesAt(String point, Supplier<Outcome> work) {
    assertThat(mayDieAt(point, work)).as("it dies at " + point).isTrue();
  }

  private boolean mayDieAt(String point, Supplier<Outcome> work) {
    var life = Mortality.at(point, Mortality.Manner.DEATH);
    var outcome = process(life, work);
    assertThat(outcome.isEmpty()).isEqualTo(life.isReached());
    return life.isReached();
  }

  /** With a plan that was made before: it is the same each time. */
  private Outcome start() {
    return bench.run(plan);
  }

  /** As the command does it: a run that has recorded nothing is started again. */
  private Outcome resume() {
    if (bench.journal.entries().isEmpty()) {
      return start();
    }
    return bench.state().resumable()
        ? bench.resume().run()
        : bench.state().ended().orElseThrow().outcome();
  }

  /** As the command does it: where nothing can have changed, there is nothing to undo. */
  private Outcome undo() {
    if (bench.journal.entries().isEmpty()) {
      return undone();
    } else if (bench.state().mayHaveChanged()) {
      return bench.resume().undo("asked for", "test");
    }
    var half = bench.state().undoing().isPresent() && bench.state().ended().isEmpty();
    return half ? bench.resume().run() : undone();
  }

  /**
   * As the command does it: of a redo that only has to be verified, nothing is left to put back.
   */
  private Outcome redo() {
    if (!bench.state().toRedo().isEmpty()) {
      return bench.resume().redo("asked for", "test", List.of());
    }
    return resume();
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARun")
  void aResumedRunEndsAsOneThatDidNotDie(String point) {
    diesAt(point, this::start);
    assertThat(process(Mortality.none(), this::resume)).contains(Outcome.SUCCEEDED);
    assertAs(undisturbed);
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARun")
  void anUndoneRunEndsAsBefore(String point) {
    diesAt(point, this::start);
    assertThat(process(Mortality.none(), this::undo)).contains(undone());
    assertUndone();
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfAnUndo")
  void anUndoThatDiedIsUndoneToItsEnd(String point) {
    process(Mortality.none(), this::start);
    diesAt(point, this::undo);
    assertThat(process(Mortality.none(), this::undo)).contains(undone());
    assertUndone();
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfAnUndo")
  void anUndoThatDiedIsResumedToItsEnd(String point) {
    process(Mortality.none(), this::start);
    diesAt(point, this::undo);
    var outcome = process(Mortality.none(), this::resume);
    if (bench.state().undoing().isPresent()) {
      assertThat(outcome).contains(undone());
      assertUndone();
    } else {
      assertThat(outcome).as("it had not said what it was about to do").contains(Outcome.SUCCEEDED);
      assertAs(undisturbed);
    }
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARedo")
  void aRedoThatDiedIsDoneToItsEnd(String point) {
    startAndUndo();
    diesAt(point, this::redo);
    assertThat(process(Mortality.none(), this::redo)).contains(Outcome.SUCCEEDED);
    assertAs(redone);
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARedo")
  void aRedoThatDiedIsResumedToItsEnd(String point) {
    startAndUndo();
    diesAt(point, this::redo);
    var outcome = process(Mortality.none(), this::resume);
    if (bench.state().undoing().isPresent()) {
      assertThat(outcome).as("it had not said what it was about to do").contains(undone());
      assertUndone();
    } else {
      assertThat(outcome).contains(Outcome.SUCCEEDED);
      assertAs(redone);
    }
  }

  private void startAndUndo() {
    process(Mortality.none(), this::start);
    process(Mortality.none(), this::undo);
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARun")
  void aResumptionThatDiesIsResumed(String point) {
    diesTwice(
        point,
        this::resume,
        () -> {
          assertThat(process(Mortality.none(), this::resume)).contains(Outcome.SUCCEEDED);
          assertAs(undisturbed);
        });
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARun")
  void aResumptionThatDiesIsUndone(String point) {
    diesTwice(point, this::resume, this::assertUndoUndoes);
  }

  @ParameterizedTest(name = "dies at: {0}")
  @MethodSource("pointsOfARun")
  void anUndoThatDiesOfARunThatDiedIsUndone(String point) {
    diesTwice(point, this::undo, this::assertUndoUndoes);
  }

  private void assertUndoUndoes() {
    assertThat(process(Mortality.none(), this::undo)).contains(undone());
    assertUndone();
  }

  /** Dies in the run, and at every point of what somebody does after it. */
  private void diesTwice(String point, Supplier<Outcome> after, Runnable judge) {
    diesAt(point, this::start);
    var life = Mortality.none();
    process(life, after);
    for (var second : life.passed()) {
      bench.again(BEFORE);
      diesAt(point, this::start);
      // Of parallel steps, one may have come further this time than the last.
      assertThat(mayDieAt(second, after) || PARALLEL.matcher(point).find())
          .as("it dies at %s and then at %s", point, second)
          .isTrue();
      judge.run();
    }
  }

  private void assertAs(Undisturbed other) {
    assertThat(bench.notes.all()).isEqualTo(other.notes());
    assertThat(bench.notes.writes())
        .as("every write once")
        .containsExactlyInAnyOrderElementsOf(other.writes());
    assertThat(told(bench.state())).isEqualTo(other.told());
  }

  /** What was said or posted stays; it is not done twice. */
  private void assertUndone() {
    var notes = new TreeMap<>(bench.notes.all());
    notes.keySet().removeAll(List.of("announced", "posted"));
    assertThat(notes).isEqualTo(BEFORE);
    assertThat(bench.notes.writes()).as("every write once").doesNotHaveDuplicates();
    if (!bench.journal.entries().isEmpty()) {
      assertThat(bench.state().toUndo()).extracting(StepState::id).isEmpty();
      assertThat(bench.state().ended().isPresent()).isEqualTo(bench.state().undoing().isPresent());
    }
  }

  /** What was said cannot be taken back: that is said, where it may have been. */
  private Outcome undone() {
    var said =
        !bench.journal.entries().isEmpty()
            && bench
                .state()
                .plan()
                .all()
                .filter(PlannedStep.OneWay.class::isInstance)
                .anyMatch(s -> bench.state().step(s.id()).mayHaveBeenDone());
    return said ? Outcome.OPERATOR_NEEDED : Outcome.UNDONE;
  }
}
