package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.Preflight;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Gatekeeper.Remedy;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepState.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps that keep evidence. */
class CollectTest {
  private static final String RUNBOOK =
      """
      steps:
        - {id: copy, collect: notes.copy, with: {prefix: log-}}
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
      after:
        - {id: judge, check: notes.read, with: {note: a}, expect: text == "new-a"}
      """;

  @Test
  void keepsFilesAndGoesOn() {
    var bench = Bench.with(RUNBOOK);
    bench.notes.change("log-1", "first line");
    bench.notes.change("log-2", "second");

    assertThat(bench.plan().all())
        .anySatisfy(
            step ->
                assertThat(step)
                    .isInstanceOfSatisfying(
                        PlannedStep.Collect.class,
                        c ->
                            assertThat(c.preview())
                                .isEqualTo("a file for each note that begins with log-")));
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);

    var step = bench.state().step("copy");
    assertThat(step.phase()).isEqualTo(Phase.KEPT);
    assertThat(step.evidence()).hasSize(2).extracting(BlobRef::entries).containsOnly(1L);
    assertThat(step.note()).startsWith("2 files");
    assertThat(bench.notes.writes()).containsExactly("a=new-a");
  }

  @Test
  void evidenceThatCannotBeHadDoesNotKeepTheRunFromGoingOn() {
    var bench = Bench.with(RUNBOOK);

    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.state().step("copy").phase()).isEqualTo(Phase.FAILED);
    assertThat(bench.state().step("copy").note()).isEqualTo("there are no notes log-*");
  }

  @Test
  void nobodyIsAskedAboutEvidenceThatTheRunCanDoWithout() {
    var bench = Bench.with(RUNBOOK);
    bench.remedies = new ArrayList<>(List.of(Remedy.STOP));

    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.remedies).as("what somebody would have answered").hasSize(1);
  }

  @Test
  void whoNeedsTheEvidenceStopsWithoutIt() {
    var bench = Bench.with(RUNBOOK.replace("{prefix: log-}}", "{prefix: log-}, on-failure: stop}"));

    assertThat(bench.run()).isNotEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).isEmpty();
  }

  @Test
  void preflightWarnsOfEvidenceThatTheRunCanDoWithoutAndRefusesTheOther() {
    var bench = Bench.with(RUNBOOK);
    assertThat(Preflight.of(bench.bound(), false, IdentityTest.MACHINE, List.of()))
        .anySatisfy(
            r -> {
              assertThat(r.what()).isEqualTo("notes log-*");
              assertThat(r.warning()).isTrue();
              assertThat(r.met()).isTrue();
            });
    var needed =
        Bench.with(RUNBOOK.replace("{prefix: log-}}", "{prefix: log-}, on-failure: stop}"));
    assertThat(Preflight.of(needed.bound(), false, IdentityTest.MACHINE, List.of()))
        .anySatisfy(
            r -> {
              assertThat(r.what()).isEqualTo("notes log-*");
              assertThat(r.met()).isFalse();
            });
  }

  @Test
  void whatAnEarlierAttemptHasKeptStays() {
    var first = new BlobRef("1-evidence-a", "00", 1, 1);
    var second = new BlobRef("2-evidence-a", "11", 1, 1);
    var bench = Bench.with(RUNBOOK);
    bench.notes.change("log-1", "first line");
    bench.run();
    var before = bench.state().step("copy").evidence();
    bench.journal.append(new RunEvent.EvidenceKept("copy", List.of(first, second), "again"));
    assertThat(bench.state().step("copy").evidence())
        .startsWith(before.getFirst())
        .endsWith(first, second);
  }

  @Test
  void aPlanThatOnlyKeepsEvidenceIsRunAndOneThatHasNothingElseToDoIsNot() {
    var alone =
        Bench.with(
            """
            steps:
              - {id: copy, collect: notes.copy, with: {prefix: log-}}
            after:
              - {id: judge, check: notes.read, with: {note: log-1}}
            """);
    alone.notes.change("log-1", "first line");
    assertThat(alone.plan().nothingToDo()).isFalse();
    assertThat(alone.run()).isEqualTo(Outcome.SUCCEEDED);

    var along = Bench.with(RUNBOOK);
    along.notes.change("a", "new-a");
    assertThat(along.plan().nothingToDo()).isTrue();
  }
}
