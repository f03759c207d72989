package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.Preflight;
import dev.rollback.run.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A target that does not have every connection of a runbook: the one that is called other. */
class AbsentConnectionTest {
  private static final String RUNBOOK =
      """
      evidence:
        - {id: state, check: notes.read, with: {note: state}}
      diagnosis:
        - {cause: mixed, title: It is mixed up, when: evidence.state.text == "mixed"}
        - {cause: broken, title: It is broken, when: evidence.state.text == "broken"}
      steps:
        - {id: mend, action: notes.set, with: {note: state, text: well}}
        - {id: else, action: notes.set, with: {note: a, text: b}, connection: other, when: "'broken' in causes"}
        - choose:
            - when: "'broken' in causes"
              steps: [{id: look, check: notes.read, with: {note: a}, connection: other}]
            - steps: [{id: plain, check: notes.read, with: {note: state}}]
      after:
        - {id: well, check: notes.read, with: {note: state}, expect: text == "well"}
        - {id: there, check: notes.read, with: {note: a}, connection: other, when: "'broken' in causes"}
      """;

  private static Bench bench(String runbook, String state) {
    var bench = Bench.with(runbook);
    bench.absent = Set.of("other");
    bench.notes.change("state", state);
    bench.notes.change("a", "a");
    return bench;
  }

  @Test
  void whatIsLeftOutNeedsNone() {
    var bench = bench(RUNBOOK, "mixed");
    var plan = bench.plan();
    assertThat(plan.all().filter(PlannedStep.Skipped.class::isInstance))
        .extracting(PlannedStep::id)
        .containsExactly("else", "look");
    assertThat(plan.addresses()).hasSize(1);
    assertThat(Preflight.of(bench.bound(), false, IdentityTest.MACHINE, List.of()))
        .isNotEmpty()
        .allMatch(r -> r.met());
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.resume().undo("no", "test")).isEqualTo(Outcome.UNDONE);
  }

  /** Everything at once, where it stands. */
  @Test
  void whatTakesPartIsRefusedBeforeAnythingIsDone() {
    var bench = bench(RUNBOOK, "broken");
    assertThatThrownBy(bench::plan)
        .isInstanceOfSatisfying(
            UserException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .allMatch(p -> p.message().equals("the target has no notes connection 'other'"))
                    .extracting(p -> p.at().orElseThrow().line())
                    .doesNotHaveDuplicates());
  }

  /** What asks for everything, as doctor does, is told of everything. */
  @Test
  void thatSomethingIsMissingCanBeAsked() {
    var bound = bench(RUNBOOK, "mixed").bound();
    assertThatThrownBy(bound::connected)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no notes connection 'other'");
    var whole = bench(RUNBOOK, "mixed");
    whole.absent = Set.of();
    assertThat(whole.bound().connected()).isNotNull();
  }

  @Test
  void whatIsDoneForEachCauseNeedsIts() {
    var always = RUNBOOK.replace("text: well}}", "text: well}, connection: other}");
    assertThat(bench(always, "well").plan().nothingToDo()).isTrue();
    assertThatThrownBy(() -> bench(always, "mixed").plan())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no notes connection 'other'");
  }

  /** Nothing that is read or done whatever is found waits for the plan. */
  @Test
  void whatIsNeverLeftOutIsRefusedAtOnce() {
    for (var always :
        List.of(
            RUNBOOK.replace(
                "{note: state}}\ndiagnosis", "{note: state}, connection: other}\ndiagnosis"),
            RUNBOOK.replace("expect: text == \"well\"", "connection: other"),
            """
            steps: [{id: one, action: notes.set, with: {note: a, text: new}, connection: other}]
            after: [{id: judge, check: notes.read, with: {note: a}}]
            """)) {
      assertThatThrownBy(() -> bench(always, "mixed").bound())
          .as(always)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("no notes connection 'other'");
    }
  }

  @Test
  void aCalledScenarioNeedsNoneWhereItsCauseIsNotFound() {
    var called =
        """
        evidence:
          - {id: state, check: notes.read, with: {note: state}}
        diagnosis:
          - {cause: broken, title: It is broken, when: evidence.state.text == "broken"}
        before:
          - {id: first, check: notes.read, with: {note: a}, connection: other}
        steps:
          - {id: mend, action: notes.set, with: {note: a, text: b}, connection: other}
        after:
          - {id: last, check: notes.read, with: {note: a}, connection: other}
        """;
    var caller =
        """
        steps:
          - {id: mine, action: notes.set, with: {note: state, text: well}}
          - scenario: called
        after: [{id: well, check: notes.read, with: {note: state}}]
        """;
    var fine = Bench.with(caller).calling("called", called);
    fine.absent = Set.of("other");
    fine.notes.change("state", "mixed");
    assertThat(fine.run()).isEqualTo(Outcome.SUCCEEDED);
    var needed = Bench.with(caller).calling("called", called);
    needed.absent = Set.of("other");
    needed.notes.change("state", "broken");
    assertThatThrownBy(needed::plan)
        .isInstanceOfSatisfying(UserException.class, e -> assertThat(e.problems()).hasSize(3));
  }
}
