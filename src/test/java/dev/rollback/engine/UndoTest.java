package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.crash.Death;
import dev.rollback.crash.Mortality;
import dev.rollback.plan.Drifted;
import dev.rollback.run.Gatekeeper;
import dev.rollback.run.LeaseLostException;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepState;
import dev.rollback.run.Tenure;
import dev.rollback.run.UndoPreview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undo of whole runs and of single steps, undo of an undo, drift, and the loss of the target. */
class UndoTest {
  private static final String RUNBOOK =
      """
      steps:
        - {id: door, action: notes.set, with: {note: maintenance, text: "on"}, temporary: run}
        - {id: one, action: notes.set, with: {note: a, text: one}}
        - {id: two, action: notes.set, with: {note: b, text: two}}
        - {id: three, action: notes.set, with: {note: a, text: three}}
      after:
        - {check: notes.read, with: {note: a}, expect: text == "three"}
      """;

  private static Bench bench() {
    var bench = Bench.with(RUNBOOK);
    bench.notes.change("a", "old");
    return bench;
  }

  private static Bench succeeded() {
    var bench = bench();
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    return bench;
  }

  private static UndoPreview preview(Bench bench) {
    return new UndoPreview(bench.state(), bench.bound());
  }

  /** The process dies at this point of what it does. */
  private static void dies(Bench bench, String point, Runnable work) {
    var life = Mortality.at(point, Mortality.Manner.DEATH);
    bench.belongTo(life);
    assertThatThrownBy(work::run).isInstanceOf(Death.class);
    assertThat(life.isReached()).isTrue();
    bench.belongTo(Mortality.none());
  }

  @Test
  void aSingleStepIsTakenBackAndTheRunStandsWithoutIt() {
    var bench = succeeded();
    assertThat(bench.resume().undo("asked for", "test", List.of("two")))
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three"));
    assertThat(bench.state().step("two").phase()).isEqualTo(StepState.Phase.UNDONE);
    assertThat(bench.state().undoing()).isEmpty();
    assertThat(bench.state().resumable()).isFalse();
    assertThat(bench.state().toUndo()).extracting(StepState::id).containsExactly("three", "one");
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old"));
  }

  @Test
  void whatLaterStepsBuildOnIsNamed() {
    var bench = succeeded();
    assertThat(preview(bench).builtOn(List.of("one"))).isEqualTo(Map.of("one", List.of("three")));
    assertThat(preview(bench).builtOn(List.of("three", "two", "one"))).isEmpty();
    assertThat(preview(bench).builtOn(List.of("three"))).isEmpty();
    assertThat(bench.resume().undo("asked for", "test", List.of("three")))
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(preview(bench).builtOn(List.of("one"))).isEmpty();
    assertThat(bench.notes.all()).containsEntry("a", "one");
  }

  @Test
  void anUndoOfSingleStepsThatWasBrokenOffIsGoneOnWith() {
    var bench = succeeded();
    dies(
        bench,
        "append undobegan two: after",
        () -> bench.resume().undo("asked for", "test", List.of("two")));
    assertThat(bench.state().step("two").phase()).isEqualTo(StepState.Phase.UNDOING);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three"));
  }

  @Test
  void anUndoWhoseAnswerNeverCameIsUnknownUntilSomethingIsRead() {
    var bench = succeeded();
    bench.notes.trouble(Notes.Trouble.LOST_FOR_GOOD);
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().step("three").unknown()).isTrue();
    assertThat(bench.state().ended().orElseThrow().why())
        .contains("still in place: two", "perhaps in place, no answer came: three");
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().step("three").unknown()).as("nothing new is known").isTrue();
    bench.notes.well();
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old"));
    assertThat(bench.notes.writes()).as("taken back once").hasSize(8);
  }

  @Test
  void aRedoWhoseAnswerNeverCameIsUnknownAsWell() {
    var bench = succeeded();
    bench.resume().undo("asked for", "test");
    bench.notes.trouble(Notes.Trouble.LOST_FOR_GOOD);
    assertThat(bench.resume().redo("asked for", "test", List.of()))
        .isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().ended().orElseThrow().why())
        .contains("perhaps put back, no answer came: one");
  }

  @Test
  void theUndoOfAnUndoPutsBackAndVerifies() {
    var bench = succeeded();
    bench.resume().undo("asked for", "test");
    assertThat(bench.state().toRedo())
        .extracting(StepState::id)
        .containsExactly("one", "two", "three");
    assertThat(bench.resume().redo("asked for", "test", List.of())).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three", "b", "two"));
    assertThat(bench.state().toRedo()).isEmpty();
    assertThat(bench.state().resumable()).isFalse();
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old"));
  }

  @Test
  void aRedoOfAHalfRunStandsWhereItStood() {
    var bench = bench();
    dies(bench, "append beforekept two: after", bench::run);
    var notes = bench.notes.all();
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.resume().redo("asked for", "test", List.of())).isEqualTo(Outcome.INTERRUPTED);
    assertThat(bench.notes.all()).isEqualTo(notes);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three", "b", "two"));
  }

  @Test
  void aRedoMeetsWhatSomebodyElseDidAndLeavesIt() {
    var bench = succeeded();
    bench.resume().undo("asked for", "test");
    bench.notes.change("b", "theirs");
    assertThat(bench.resume().redo("asked for", "test", List.of()))
        .isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).containsEntry("b", "theirs");
    assertThat(bench.state().step("two").phase()).isEqualTo(StepState.Phase.REDO_FAILED);
  }

  @Test
  void driftIsShownThreeWaysAndLeftAloneUnlessConfirmed() {
    var bench = succeeded();
    bench.notes.change("a", "theirs");
    var found = preview(bench).of(List.of());
    assertThat(found.get("two")).isInstanceOf(UndoPreview.Found.AsWritten.class);
    assertThat(found.get("one"))
        .as("it will see what the undo of 'three' leaves behind")
        .isInstanceOf(UndoPreview.Found.AsWritten.class);
    assertThat(found.get("three"))
        .isEqualTo(
            new UndoPreview.Found.Changed(
                List.of(
                    new Drifted(
                        "text", Optional.of("one"), Optional.of("three"), Optional.of("theirs")))));

    bench.answer = Optional.of(false);
    assertThat(bench.resume().undo("asked for", "test", List.of("three")))
        .isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).containsEntry("a", "theirs");
    assertThat(bench.asked).last().isInstanceOf(Gatekeeper.Question.Drift.class);

    bench.answer = Optional.empty();
    assertThat(bench.resume().undo("asked for", "test", List.of("three")))
        .isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).containsEntry("a", "theirs");

    bench.answer = Optional.of(true);
    assertThat(bench.resume().undo("asked for", "test", List.of("three")))
        .isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).containsEntry("a", "one");
    assertThat(bench.journal.entries())
        .extracting(e -> e.event())
        .filteredOn(RunEvent.DriftConfirmed.class::isInstance)
        .singleElement()
        .satisfies(
            e ->
                assertThat(((RunEvent.DriftConfirmed) e).now().path("text").asText())
                    .isEqualTo("theirs"));
  }

  @Test
  void whatLiesBelowAChangeThatIsLeftIsLeftAsWell() {
    var bench = succeeded();
    bench.notes.change("a", "theirs");
    bench.answer = Optional.of(false);
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "theirs"));
    assertThat(bench.asked).filteredOn(Gatekeeper.Question.Drift.class::isInstance).hasSize(1);
    assertThat(bench.state().step("one").note()).contains("three");
  }

  @Test
  void ctrlCBetweenTwoStepsOfAnUndoStopsItAndItGoesOn() {
    var bench = succeeded();
    bench.stop = Optional.of("SIGINT");
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.INTERRUPTED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three", "b", "two"));
    assertThat(bench.state().resumable()).isTrue();
    bench.stop = Optional.empty();
    assertThat(bench.resume().run()).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old"));
  }

  /** Another run takes the target over when so many writes were made. */
  private record Taken(Notes notes, int writes) implements Tenure {
    @Override
    public void confirm() {
      if (notes.writes().size() >= writes) {
        throw new LeaseLostException("lease/run", Optional.of("bob on b, in run r2"));
      }
    }

    @Override
    public void confirmCheaply() {}

    @Override
    public Optional<RunEvent.LeaseTaken> taken() {
      return Optional.of(
          new RunEvent.LeaseTaken("lease/run", 1, RunEvent.LeaseTaken.How.FREE, Optional.empty()));
    }
  }

  @ParameterizedTest(name = "the target is taken over before write {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whoHasLostTheTargetWritesNothingMore(int writes) {
    var bench = bench();
    bench.tenure = new Taken(bench.notes, writes);
    assertThat(bench.run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.writes()).hasSize(writes);
    assertThat(bench.journal.entries())
        .extracting(e -> e.event())
        .contains(new RunEvent.LeaseLost("lease/run", "it was taken by bob on b, in run r2"));
    assertThat(bench.state().resumable()).isTrue();

    bench.tenure = Tenure.undisputed();
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "three", "b", "two"));
    assertThat(bench.notes.writes()).doesNotHaveDuplicates();
  }

  @Test
  void anUndoAlsoStopsWhereTheTargetIsLost() {
    var bench = succeeded();
    bench.tenure = new Taken(bench.notes, bench.notes.writes().size() + 1);
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "one", "b", "two"));
    bench.tenure = Tenure.undisputed();
    assertThat(bench.resume().run()).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old"));
  }

  @Test
  void whatOthersDidMeanwhileIsInTheJournalOfTheOneThatResumes() {
    var bench = succeeded();
    bench.tenure = new LaterTenure(1, Optional.empty());
    bench.resume().undo("asked for", "test", List.of("two"));
    bench.tenure = new LaterTenure(4, Optional.of("bob on b, in run r2"));
    bench.resume().undo("asked for", "test", List.of("three"));
    assertThat(bench.journal.entries())
        .extracting(e -> e.event())
        .contains(new RunEvent.LeaseLost("lease/run", "it was taken by bob on b, in run r2"));
  }

  private record LaterTenure(long token, Optional<String> from) implements Tenure {
    @Override
    public void confirm() {}

    @Override
    public void confirmCheaply() {}

    @Override
    public Optional<RunEvent.LeaseTaken> taken() {
      return Optional.of(
          new RunEvent.LeaseTaken("lease/run", token, RunEvent.LeaseTaken.How.FREE, from));
    }
  }
}
