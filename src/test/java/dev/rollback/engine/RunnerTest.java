package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.Approval;
import dev.rollback.plan.ApprovedPlan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.Gatekeeper.Question;
import dev.rollback.run.Gatekeeper.Remedy;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepState.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunnerTest {
  private static final String TWO_STEPS =
      """
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new-a}}
        - {id: two, action: notes.set, with: {note: b, text: new-b}}
      after:
        - {id: judge, check: notes.read, with: {note: a}, expect: text == "new-a"}
      """;

  @Test
  void doesEveryStepOnceAndIsJudgedByTheChecks() {
    var bench = Bench.with(TWO_STEPS);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
    assertThat(bench.state().step("judge").check()).isPresent();
  }

  @Test
  void aSecondRunFindsNothingToDo() {
    var bench = Bench.with(TWO_STEPS);
    bench.notes.change("a", "new-a");
    bench.notes.change("b", "new-b");
    assertThat(bench.plan().nothingToDo()).isTrue();
    assertThat(bench.run()).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(bench.notes.writes()).isEmpty();
  }

  @Test
  void aPlanWritesNothing() {
    var bench = Bench.with(TWO_STEPS);
    var version = bench.notes.version();
    var _ = bench.plan();
    assertThat(bench.notes.version()).isEqualTo(version);
  }

  @Test
  void whatIsPreviewedIsWhatHappens() {
    var bench = Bench.with(TWO_STEPS);
    bench.notes.change("a", "old-a");
    var plan = bench.plan();
    bench.run(plan);
    for (var change : plan.changes()) {
      var kept = bench.state().step(change.id()).kept().orElseThrow();
      assertThat(kept.before()).isEqualTo(change.before());
      assertThat(kept.after()).isEqualTo(change.after());
    }
  }

  @Test
  void driftBeforeTheFirstChangeIsRefused() {
    var bench = Bench.with(TWO_STEPS);
    var plan = bench.plan();
    bench.notes.change("a", "somebody else's");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.notes.writes()).isEmpty();
    assertThat(bench.notes.get("a")).contains("somebody else's");
    assertThat(bench.state().step("one").note()).contains("somebody else's");
  }

  @Test
  void driftAfterTheFirstChangeUndoesIt() {
    var bench = Bench.with(TWO_STEPS);
    var plan = bench.plan();
    bench.notes.change("b", "somebody else's");
    assertThat(bench.run(plan)).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("b", "somebody else's"));
  }

  @Test
  void aRefusedWriteIsTriedAgainAsOftenAsTheRunbookSays() {
    var bench =
        Bench.with(
            """
            steps:
              - id: one
                action: notes.set
                with: {note: a, text: new-a}
                retry: {attempts: 3, delay: PT1S}
            after:
              - {check: notes.read, with: {note: a}}
            """);
    bench.notes.trouble(Notes.Trouble.REFUSED, Notes.Trouble.REFUSED);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.state().step("one").attempts()).isEqualTo(3);
    assertThat(bench.notes.writes()).containsExactly("a=new-a");
  }

  @Test
  void aLostReplyIsSettledByObservation() {
    var bench = Bench.with(TWO_STEPS);
    bench.notes.trouble(Notes.Trouble.REPLY_LOST);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
  }

  @Test
  void aLostRequestIsSettledByObservationAndWrittenOnce() {
    var bench = Bench.with(TWO_STEPS);
    bench.notes.trouble(Notes.Trouble.REQUEST_LOST);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
  }

  @Test
  void aFailedVerificationUndoesEverythingLastFirst() {
    var bench =
        Bench.with(
            TWO_STEPS.replace("text == \"new-a\"", "text == \"something that never comes\""));
    bench.notes.change("a", "old-a");
    assertThat(bench.run()).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "old-a"));
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b", "b=(none)", "a=old-a");
  }

  @Test
  void aStepThatCannotBeUndoneNeedsAPerson() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new-a, undoable: false}}
            after:
              - {check: notes.read, with: {note: missing}}
            """);
    assertThat(bench.plan().pointOfNoReturn()).map(PlannedStep::id).contains("one");
    assertThat(bench.run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().toUndo()).extracting(s -> s.id()).containsExactly("one");
  }

  @Test
  void undoLeavesAloneWhatSomebodyElseHasChangedSince() {
    var bench = Bench.with(TWO_STEPS);
    bench.run();
    bench.notes.change("a", "somebody else's");
    bench.answer = Optional.empty();
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "somebody else's"));
    assertThat(bench.state().step("one").phase()).isEqualTo(Phase.UNDO_FAILED);
    assertThat(bench.state().step("two").phase()).isEqualTo(Phase.UNDONE);
  }

  @Test
  void aTemporaryChangeIsTakenBackBeforeTheChecksDecide() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: door, action: notes.set, with: {note: maintenance, text: "on"}, temporary: run}
              - {id: one, action: notes.set, with: {note: a, text: new-a}}
            after:
              - {check: notes.read, with: {note: maintenance}, expect: "!there"}
            """);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "new-a"));
    assertThat(bench.state().step("door").phase()).isEqualTo(Phase.UNDONE);
  }

  @Test
  void aTimeBoxedChangeOutlivesTheRunUntilItIsDue() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: box, action: notes.set, with: {note: fallback, text: "on"}, temporary: PT30M}
            after:
              - {check: notes.read, with: {note: fallback}}
            """);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.state().outstanding()).extracting(s -> s.id()).containsExactly("box");
    assertThat(bench.resume().revertDue(List.of("box"))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEmpty();
    assertThat(bench.state().outstanding()).isEmpty();
  }

  @Test
  void aGateThatNobodyAnswersStopsTheRunAndItCanBeResumed() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new-a}}
              - {id: door, gate: "Go on?"}
              - {id: two, action: notes.set, with: {note: b, text: new-b}}
            after:
              - {check: notes.read, with: {note: b}}
            """);
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "new-a"));
    assertThat(bench.state().resumable()).isTrue();
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
  }

  @Test
  void aDeclinedGateStopsTheRun() {
    var bench =
        Bench.with(
            """
            steps:
              - {gate: "Go on?"}
              - {action: notes.set, with: {note: a, text: new-a}}
            after:
              - {check: notes.read, with: {note: a}}
            """);
    bench.answer = Optional.of(false);
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.notes.writes()).isEmpty();
  }

  @Test
  void anInterruptedRunSaysSoAndGoesOnWhereItWas() {
    var bench = Bench.with(TWO_STEPS);
    var plan = bench.plan();
    bench.stop = Optional.of("SIGINT");
    assertThat(bench.run(plan)).isEqualTo(Outcome.INTERRUPTED);
    bench.stop = Optional.empty();
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=new-a", "b=new-b");
  }

  @Test
  void theRunbookOrThePersonDecidesWhatFollowsAFailure() {
    var stop = Bench.with(TWO_STEPS);
    stop.notes.trouble(Notes.Trouble.REFUSED);
    stop.remedies.add(Remedy.STOP);
    assertThat(stop.run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(stop.resume().run()).isEqualTo(Outcome.SUCCEEDED);

    var retry = Bench.with(TWO_STEPS);
    retry.notes.trouble(Notes.Trouble.REFUSED);
    retry.remedies.add(Remedy.RETRY);
    assertThat(retry.run()).isEqualTo(Outcome.SUCCEEDED);

    var undo = Bench.with(TWO_STEPS);
    var plan = undo.plan();
    undo.run(plan);
    assertThat(undo.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(undo.notes.all()).isEmpty();
  }

  @Test
  void conditionsAndAlternativesAreDecidedByTheEvidence() {
    var bench =
        Bench.with(
            """
            evidence:
              - {id: fault, check: notes.read, with: {note: fault}}
            steps:
              - choose:
                  - when: evidence.fault.passed && evidence.fault.values.text == "database"
                    steps: [{id: db, action: notes.set, with: {note: a, text: database}}]
                  - when: evidence.fault.passed
                    steps: [{id: other, action: notes.set, with: {note: a, text: other}}]
              - {id: never, action: notes.set, with: {note: b, text: b}, when: evidence.fault.failed}
            after:
              - {check: notes.read, with: {note: a}, expect: text == "other"}
            """);
    bench.notes.change("fault", "redis");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).containsExactly("a=other");
    assertThat(bench.state().step("db").phase()).isEqualTo(Phase.SKIPPED);
    assertThat(bench.state().step("never").phase()).isEqualTo(Phase.SKIPPED);
  }

  @Test
  void aLaterStepOnTheSameThingIsPlannedOnWhatTheEarlierOneWillHaveMade() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: first}}
              - {id: two, action: notes.set, with: {note: a, text: second}}
            after:
              - {check: notes.read, with: {note: a}, expect: text == "second"}
            """);
    var second = (PlannedStep.Change) bench.plan().steps().get(1);
    assertThat(second.basis()).isEqualTo(PlannedStep.Basis.PROJECTED);
    assertThat(second.diff())
        .singleElement()
        .satisfies(d -> assertThat(d.before()).contains("first"));
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.resume().undo("asked for", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.all()).isEmpty();
  }

  @Test
  void parallelStepsAreAllDone() {
    var bench =
        Bench.with(
            """
            steps:
              - parallel:
                  - {id: one, action: notes.set, with: {note: a, text: new-a}, retry: {attempts: 9, delay: PT0.001S}}
                  - {id: two, action: notes.set, with: {note: b, text: new-b}, retry: {attempts: 9, delay: PT0.001S}}
            after:
              - {check: notes.read, with: {note: b}}
            """);
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.all()).isEqualTo(Map.of("a", "new-a", "b", "new-b"));
  }

  @Test
  void aOneWayActionIsNeverRepeatedBlindly() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: say, action: notes.announce, with: {text: hello}}
            after:
              - {check: notes.read, with: {note: announced}}
            """);
    bench.notes.trouble(Notes.Trouble.REPLY_LOST);
    assertThat(bench.run()).isEqualTo(Outcome.OPERATOR_NEEDED);
    assertThat(bench.state().step("say").unknown()).isTrue();
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.writes()).as("said once").containsExactly("announced=hello");
    assertThat(bench.asked).hasSize(1).first().isInstanceOf(Question.Manual.class);
  }

  @Test
  void whatWouldHaveNoEffectOnAOneWayActionIsRefused() {
    for (var key :
        List.of("retry: {attempts: 3}", "limit: {rows: 1}", "temporary: run", "timeout: PT5S")) {
      var bench =
          Bench.with(
              """
              steps:
                - {id: say, action: notes.announce, with: {text: hello}, %s}
              after:
                - {check: notes.read, with: {note: announced}}
              """
                  .formatted(key));
      assertThatThrownBy(bench::bound).as(key).hasMessageContaining("'notes.announce' ");
    }
  }

  @Test
  void aOneWayActionIsGivenTheTimeoutOfItsStep() {
    var runbook =
        """
        steps:
          - {id: post, action: notes.post, with: {text: hello}%s}
        after:
          - {check: notes.read, with: {note: posted}}
        """;
    var without = Bench.with(runbook.formatted(""));
    assertThat(without.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(without.notes.all()).isEqualTo(Map.of("posted", "hello"));
    var with = Bench.with(runbook.formatted(", timeout: PT7S"));
    assertThat(with.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(with.notes.all()).isEqualTo(Map.of("posted", "hello within PT7S"));
    var none = Bench.with(runbook.formatted(", timeout: PT0S"));
    assertThatThrownBy(none::bound).hasMessageContaining("longer than nothing");
  }

  @Test
  void aOneWayActionThatWasCertainlyNotDoneLeavesNothing() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: say, action: notes.announce, with: {text: hello}}
            after:
              - {check: notes.read, with: {note: announced}}
            """);
    bench.notes.trouble(Notes.Trouble.REFUSED);
    assertThat(bench.run()).isEqualTo(Outcome.REFUSED);
    assertThat(bench.notes.writes()).isEmpty();
    assertThat(bench.state().step("say").mayHaveBeenDone()).isFalse();
  }

  @Test
  void moreThanTheLimitIsRefusedBeforeTheFirstChange() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new-a}, limit: {keys: 1}}
            after:
              - {check: notes.read, with: {note: a}}
            """);
    assertThatThrownBy(bench::plan)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("'one' is over its limit");
  }

  @Test
  void stepsOnOneThingAtTheSameTimeAreRefused() {
    var bench =
        Bench.with(
            """
            steps:
              - parallel:
                  - {id: one, action: notes.set, with: {note: a, text: first}}
                  - {id: two, action: notes.set, with: {note: a, text: second}}
            after:
              - {check: notes.read, with: {note: a}}
            """);
    assertThatThrownBy(bench::bound)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'two' and 'one' both change a at the same time");
  }

  @Test
  void anApprovalBelongsToOnePlanAndNoOther() {
    var bench = Bench.with(TWO_STEPS);
    var approved = ApprovedPlan.of(bench.plan(), new Approval("alice", "typed"));
    bench.notes.change("a", "something else");
    var other = bench.plan();
    assertThat(PlanDigest.of(other)).isNotEqualTo(approved.digest());
    assertThatThrownBy(() -> new ApprovedPlan(other, approved.digest(), approved.approval()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the approval is of another plan");
  }

  @Test
  void theJournalTellsWhatHappened() {
    var bench = Bench.with(TWO_STEPS);
    bench.run();
    assertThat(bench.journal.entries())
        .extracting(e -> e.event().getClass().getSimpleName())
        .containsExactly(
            "RunStarted",
            "StepStarted",
            "BeforeKept",
            "Written",
            "StepDone",
            "StepStarted",
            "BeforeKept",
            "Written",
            "StepDone",
            "StepStarted",
            "CheckRead",
            "StepDone",
            "RunEnded");
    assertThat(bench.journal.entries().getLast().event())
        .isEqualTo(new RunEvent.RunEnded(Outcome.SUCCEEDED, ""));
  }
}
