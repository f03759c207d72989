package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.Judge;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.Staleness;
import dev.rollback.run.Outcome;
import dev.rollback.shape.Codec;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks that compare with what they read before step 1. */
class BaselineTest {
  private static final String RUNBOOK =
      """
      steps:
        - {id: one, action: notes.set, with: {note: a, text: new}}
        - {id: between, check: notes.read, with: {note: a}, expect: text != baseline.text}
        - {id: ask, gate: "Go on?"}
      after:
        - {id: load, check: notes.read, with: {note: load}, expect: size(text) <= size(baseline.text)}
      """;

  private static Bench bench() {
    var bench = Bench.with(RUNBOOK);
    bench.notes.change("a", "old");
    bench.notes.change("load", "xx");
    return bench;
  }

  @Test
  void whatIsReadAfterwardsIsComparedWithWhatWasReadBefore() {
    var bench = bench();
    var plan = bench.plan();
    assertThat(plan.baseline("between").orElseThrow().path("text").asText()).isEqualTo("old");
    assertThat(plan.baseline("load").orElseThrow().path("text").asText()).isEqualTo("xx");
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void whatHasBecomeWorseFailsAndSaysWhatItWas() {
    var bench = bench();
    var plan = bench.plan();
    bench.notes.change("load", "xxx");
    assertThat(bench.run(plan)).isEqualTo(Outcome.UNDONE);
    var result = bench.state().step("load").check().orElseThrow();
    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.why()).endsWith(", with baseline.text = \"xx\"");
  }

  /** Read again after a crash, it would be what the steps have made. */
  @Test
  void theJournalKeepsIt() {
    var bench = bench();
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    bench.notes.change("load", "xxx");
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.UNDONE);
    assertThat(bench.state().step("load").check().orElseThrow().why()).contains("\"xx\"");
  }

  @Test
  void aSavedPlanKeepsItsOwnAndIsNotStaleForIt() {
    var bench = bench();
    var saved = bench.plan();
    bench.notes.change("load", "x");
    var fresh = bench.plan();
    assertThat(PlanDigest.of(fresh)).isNotEqualTo(PlanDigest.of(saved));
    assertThat(Staleness.of(saved, fresh, bench.bound())).isEmpty();
  }

  @Test
  void aPlanWithoutOneIsWrittenAsBefore() {
    var bench =
        Bench.with(
            """
            steps:
              - {id: one, action: notes.set, with: {note: a, text: new}}
            after:
              - {id: judge, check: notes.read, with: {note: a}}
            """);
    var codec = Codec.of(Plan.class);
    var written = codec.encode(bench.plan());
    assertThat(written.toString()).doesNotContain("baseline");
    assertThat(codec.decode(written).baseline("judge")).isEmpty();
    var compared = codec.encode(bench().plan());
    assertThat(codec.decode(compared).baseline("load")).isPresent();
  }

  @Test
  void withoutAPlanThereIsNothingToCompareWith() {
    var bench = bench();
    var judge = new Judge(Clock.systemUTC(), _ -> true, new Redactor());
    var result = judge.judge(bench.bound().after().getFirst());
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.why()).contains("which only a plan takes");
  }

  @Test
  void whatIsReadBeforeStepOneHasNone() {
    for (var section : new String[] {"before", "evidence"}) {
      var bench =
          Bench.with(
              RUNBOOK
                  + section
                  + ":\n  - {id: x, check: notes.read, with: {note: a}, expect: text =="
                  + " baseline.text}\n");
      assertThatThrownBy(bench::bound)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("`baseline` has no place here");
    }
  }

  @Test
  void itsFieldsAreChecked() {
    var bench = Bench.with(RUNBOOK.replace("baseline.text)", "baseline.txt)"));
    assertThatThrownBy(bench::bound).isInstanceOf(UserException.class).hasMessageContaining("txt");
  }
}
