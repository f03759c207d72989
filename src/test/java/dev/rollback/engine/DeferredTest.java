package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.plan.PlannedStep;
import dev.rollback.run.Gatekeeper.Question;
import dev.rollback.run.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps whose state nobody knows before their turn. */
class DeferredTest {
  private static final String AFTER_A_MESSAGE =
      """
      steps:
        - {id: post, action: notes.post, with: {text: hello}}
        - {id: set, action: notes.set, with: {note: posts, text: mine}}
        - {id: once-more, action: notes.set, with: {note: posts, text: yours}}
      after:
        - {check: notes.read, with: {note: posts}}
      """;

  @Test
  void whatFollowsAOneWayActionOnTheSameThingIsNotKnown() {
    var steps = Bench.with(AFTER_A_MESSAGE).plan().steps();
    assertThat(steps.get(1)).isInstanceOf(PlannedStep.Deferred.class);
    assertThat(steps.get(2))
        .isInstanceOfSatisfying(
            PlannedStep.Deferred.class,
            d -> assertThat(d.why()).isEqualTo("step 'set' changes posts before it"));
  }

  @Test
  void aDeferredStepIsObservedAtItsTurnAndAsked() {
    var bench = Bench.with(AFTER_A_MESSAGE);
    var plan = bench.plan();
    bench.notes.change("posts", "theirs");
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.asked)
        .filteredOn(Question.Beyond.class::isInstance)
        .containsExactly(
            new Question.Beyond("set", "text: theirs -> mine"),
            new Question.Beyond("once-more", "text: mine -> yours"));
    assertThat(bench.notes.all()).containsEntry("posts", "yours");
  }

  @Test
  void aDeferredStepWithNothingToDoIsNotAsked() {
    var bench = Bench.with(AFTER_A_MESSAGE);
    var plan = bench.plan();
    bench.notes.change("posts", "mine");
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.asked)
        .filteredOn(Question.Beyond.class::isInstance)
        .containsExactly(new Question.Beyond("once-more", "text: mine -> yours"));
  }

  @Test
  void whatIsDeclinedIsNotWritten() {
    var bench = Bench.with(AFTER_A_MESSAGE);
    bench.answer = Optional.of(false);
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.notes.all()).doesNotContainKey("posts");
  }

  @Test
  void whereNobodyCanBeAskedTheRunStopsBeforeTheWrite() {
    var bench = Bench.with(AFTER_A_MESSAGE);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.notes.all()).doesNotContainKey("posts");
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).containsEntry("posts", "yours");
  }

  @Test
  void anEarlierStepWithNothingToDoMakesNothing() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: there}}
              - {id: two, action: notes.set, with: {note: a, text: new}}
            after:
              - {check: notes.read, with: {note: a}}
            """);
    bench.notes.change("a", "there");
    assertThat(bench.plan().changes())
        .singleElement()
        .satisfies(c -> assertThat(c.basis()).isEqualTo(PlannedStep.Basis.LIVE));
  }
}
