package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Limit;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.RefusedException;
import dev.rollback.plan.RunLimit;
import dev.rollback.run.Outcome;
import dev.rollback.run.StepState.Phase;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much a step, a run and any run on a target may move. */
class LimitTest {
  private static final String AFTER =
      """
      after:
        - {check: notes.read, with: {note: a}}
      """;

  private static final String TWO =
      """
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new}}
        - {id: two, action: notes.set, with: {note: b, text: new}}
      """
          + AFTER;

  /** The size of the last step is not known before its turn. */
  private static final String DEFERRED =
      """
      limit: {rows: 1}
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new}}
        - {id: post, action: notes.post, with: {text: hello}}
        - gate: Go on?
          id: gate
        - {id: late, action: notes.set, with: {note: posts, text: new}, retry: {attempts: 2}}
      """
          + AFTER;

  private static Optional<Limit> rows(long most) {
    return Optional.of(
        new Limit(
            Optional.empty(),
            Optional.of(most),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void aRunWithinItsLimitsShowsWhatItMoves() {
    var plan = Bench.with("limit: {rows: 2, keys: 7}\n" + TWO).plan(rows(3));
    assertThat(plan.predicted()).isEqualTo(Map.of("rows", 2L));
    assertThat(plan.limits())
        .containsExactly(
            new RunLimit("the runbook", "keys", 7),
            new RunLimit("the runbook", "rows", 2),
            new RunLimit("target test", "rows", 3));
  }

  @Test
  void moreThanTheRunbookAllowsIsRefusedBeforeTheFirstChange() {
    var bench = Bench.with("limit: {rows: 1}\n" + TWO);
    assertThatThrownBy(bench::plan)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("2 rows in all, and the runbook allows at most 1");
    assertThat(bench.notes.writes()).isEmpty();
  }

  @Test
  void moreThanTheTargetAllowsIsRefusedBeforeTheFirstChange() {
    var bench = Bench.with("limit: {rows: 9}\n" + TWO);
    assertThatThrownBy(() -> bench.plan(rows(1)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("2 rows in all, and target test allows at most 1");
  }

  @Test
  void whatIsThereAlreadyDoesNotCount() {
    var bench = Bench.with("limit: {rows: 1}\n" + TWO);
    bench.notes.change("a", "new");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void whatWasNotKnownIsCountedAtItsTurn() {
    var bench = Bench.with(DEFERRED);
    assertThat(bench.run()).isEqualTo(Outcome.OPERATOR_NEEDED); // a message cannot be taken back
    assertThat(bench.state().step("late").note())
        .contains("the run is over its limit: 2 rows in all, and the runbook allows at most 1");
    assertThat(bench.notes.all()).doesNotContainKey("posts");
  }

  @Test
  void aRunThatGoesOnCountsWhatItDidBefore() {
    var bench = Bench.with(DEFERRED);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.state().step("one").phase()).isEqualTo(Phase.CHANGED);
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).doesNotContainKey("posts");
  }

  @Test
  void aWriteThatWasRefusedIsCountedOnce() {
    var bench =
        Bench.with(
            """
            limit: {rows: 1}
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new}, retry: {attempts: 3}}
            """
                + AFTER);
    bench.notes.trouble(Notes.Trouble.REFUSED, Notes.Trouble.REFUSED);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void onlyOneOfTwoAtTheSameTimeIsLetThrough() {
    var bench =
        Bench.with(
            """
            limit: {rows: 1}
            steps:
              - {id: post, action: notes.post, with: {text: hello}}
              - {id: late, action: notes.set, with: {note: posts, text: x}, on-failure: continue}
              - parallel:
                  - {id: one, action: notes.set, with: {note: posts, text: y}, on-failure: continue}
            """
                + AFTER.replace("note: a", "note: posts"));
    bench.run();
    assertThat(Stream.of("late", "one").map(s -> bench.state().step(s).phase()))
        .containsExactly(Phase.CHANGED, Phase.FAILED);
  }

  @Test
  void anUnknownKindIsAMistakeInTheRunbook() {
    assertThatThrownBy(() -> Bench.with("limit: {key: 1}\n" + TWO).plan())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("key");
    assertThatThrownBy(
            () ->
                Bench.with(
                        """
                        steps:
                          - {id: one, action: notes.set, with: {note: a, text: b}, limit: {rowz: 1}}
                        """
                            + AFTER)
                    .plan())
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.problems().getFirst().advice().orElse("")).contains("rows"));
  }
}
