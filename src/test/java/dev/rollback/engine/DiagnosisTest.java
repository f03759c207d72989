package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Diagnosis.Verdict;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.Preflight;
import dev.rollback.plan.PreflightResult;
import dev.rollback.plan.Staleness;
import dev.rollback.report.Layout;
import dev.rollback.report.Obstacles;
import dev.rollback.report.PlanJson;
import dev.rollback.report.PlanMarkdown;
import dev.rollback.report.PlanText;
import dev.rollback.report.ReportExtras;
import dev.rollback.report.ReportJson;
import dev.rollback.report.ReportMarkdown;
import dev.rollback.report.ReportText;
import dev.rollback.report.Reports;
import dev.rollback.report.RunJson;
import dev.rollback.report.RunText;
import dev.rollback.run.Outcome;
import dev.rollback.scenario.BoundScenario;
import dev.rollback.scenario.BoundStep;
import dev.rollback.shape.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A scenario that names the causes it is for. */
class DiagnosisTest {
  private static final String RUNBOOK =
      """
      evidence:
        - {id: user-login, check: notes.read, with: {note: login}, expect: text == "works"}
        - {id: keys, check: notes.read, with: {note: keys}, expect: text == "accepted"}
      diagnosis:
        - cause: wrong-secret
          title: Credentials are checked against the wrong secret
          when: evidence.user_login.text == "refused"
        - cause: stale-keys
          title: The keys are of another time
          when: evidence['keys'].failed
      before:
        - {id: writable, check: notes.read, with: {note: writable}}
      steps:
        - {id: fallback, action: notes.set, with: {note: login, text: works}, when: "'wrong-secret' in causes"}
        - choose:
            - when: "'stale-keys' in causes"
              steps:
                - {id: fresh, action: notes.set, with: {note: keys, text: accepted}}
            - steps:
                - {id: look, manual: Look at the keys}
      after:
        - {id: works, check: notes.read, with: {note: login}, expect: text == "works", within: PT30S}
      """;

  private static Bench bench(String login, String keys) {
    return bench(RUNBOOK, login, keys);
  }

  private static Bench bench(String runbook, String login, String keys) {
    var bench = Bench.with(runbook);
    bench.notes.change("login", login);
    bench.notes.change("keys", keys);
    bench.notes.change("writable", "yes");
    return bench;
  }

  private static Diagnosis diagnosis(Plan plan) {
    return plan.diagnosis().orElseThrow();
  }

  @Test
  void theCausesFoundDecideWhatIsDone() {
    var bench = bench("refused", "accepted");
    var plan = bench.plan();
    assertThat(diagnosis(plan).found()).containsExactly("wrong-secret");
    assertThat(diagnosis(plan).causes())
        .extracting(Diagnosis.Cause::verdict)
        .containsExactly(Verdict.FOUND, Verdict.NOT_FOUND);
    assertThat(diagnosis(plan).causes().getFirst().evidence()).containsExactly("user-login");
    assertThat(diagnosis(plan).after()).isEmpty();
    assertThat(plan.changes()).extracting(PlannedStep.Change::id).containsExactly("fallback");
    assertThat(plan.all().filter(PlannedStep.Skipped.class::isInstance))
        .extracting(s -> ((PlannedStep.Skipped) s).why())
        .containsExactly("the cause 'stale-keys' was not found");
    assertThat(Obstacles.of(plan)).isEmpty();
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.get("login")).contains("works");
  }

  @Test
  void severalCausesAreFoundTogether() {
    var bench = bench("refused", "old");
    assertThat(diagnosis(bench.plan()).found()).containsExactly("wrong-secret", "stale-keys");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.get("keys")).contains("accepted");
  }

  @Test
  void anotherFaultIsLeftAloneAndSaidSo() {
    var bench =
        bench(RUNBOOK.replace("note: writable", "note: missing"), "the disk is full", "accepted");
    var before = bench.now();
    var plan = bench.plan();
    assertThat(plan.nothingToDo()).isTrue();
    assertThat(plan.all()).allMatch(PlannedStep.Skipped.class::isInstance);
    assertThat(plan.before()).as("guards changes, and there are none").isEmpty();
    assertThat(plan.unexplained()).extracting(CheckResult::id).containsExactly("works");
    assertThat(bench.now()).as("one reading is enough").isEqualTo(before);
    var problem = Obstacles.of(plan).getFirst();
    assertThat(problem.message())
        .contains("none of the causes that 'test' is for was found, and this check does not pass")
        .contains("FAIL works: notes.read: expects text == \"works\"; read text=the disk is full")
        .contains("FAIL user-login")
        .contains("PASS keys");
    assertThat(problem.advice().orElseThrow())
        .startsWith("Nothing was changed.")
        .contains("rollback list");
  }

  @Test
  void whereNothingIsWrongNothingIsToDo() {
    var bench = bench("works", "accepted");
    var plan = bench.plan();
    assertThat(diagnosis(plan).after())
        .extracting(CheckResult::verdict)
        .containsExactly(CheckResult.Verdict.PASS);
    assertThat(Obstacles.of(plan)).isEmpty();
    assertThat(bench.run(plan)).isEqualTo(Outcome.NOTHING_TO_DO);
    assertThat(bench.asked).isEmpty();
    assertThat(bench.state().written()).isEmpty();
  }

  /** Other than a run for a cause that was found, which leaves a person with what it tried. */
  @Test
  void whatPassedAtFirstAndFailsThenIsNoCaseForThisScenario() {
    var bench = bench("works", "accepted");
    var plan = bench.plan();
    bench.notes.change("login", "the disk is full");
    assertThat(bench.run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(bench.state().plan().idle()).isTrue();
    assertThat(bench.state().mayHaveChanged()).isFalse();
    assertThat(bench.state().ended().orElseThrow().why())
        .isEqualTo("no cause was found, and what passed at first did not pass: works");
    assertThat(bench("refused", "accepted").plan().idle()).as("a cause was found").isFalse();
  }

  private static final String CONDITIONAL =
      RUNBOOK
          + "  - {id: keys-work, check: notes.read, with: {note: keys}, expect: text =="
          + " \"accepted\", when: \"'stale-keys' in causes\"}\n";

  @Test
  void aCheckThatDecidesIsLeftOutWhereItsConditionDoesNotHold() {
    assertThat(bench(CONDITIONAL, "refused", "accepted").plan().after())
        .extracting(PlannedStep.Check::id)
        .containsExactly("works");
    var bench = bench(CONDITIONAL, "works", "old");
    assertThat(bench.plan().after())
        .extracting(PlannedStep.Check::id)
        .containsExactly("works", "keys-work");
    assertThat(bench.run()).isEqualTo(Outcome.SUCCEEDED);
    var broken = CONDITIONAL.replace("keys, text: accepted", "keys, text: worse");
    assertThat(bench(broken, "works", "old").run()).isEqualTo(Outcome.UNDONE);
    assertThat(diagnosis(bench(CONDITIONAL, "the disk is full", "accepted").plan()).after())
        .as("neither is it read where no cause was found")
        .extracting(CheckResult::id)
        .containsExactly("works");
    assertThat(bench(CONDITIONAL, "works", "accepted").takingPart().after()).hasSize(1);
  }

  @Test
  void somethingAlwaysDecides() {
    var none = RUNBOOK.replace("within: PT30S}", "when: size(causes) > 0}");
    assertThatThrownBy(() -> bench(none, "", "").bound())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("every check under `after:` has a condition");
  }

  /** The note is there, and its text is of no use to the expectation. */
  private static final String INCONCLUSIVE =
      RUNBOOK
          .replace("expect: text == \"accepted\"", "expect: \"int(text) > 5\"")
          .replace("when: evidence['keys'].failed", "when: \"!evidence.keys.passed\"");

  @Test
  void noDataIsNoEvidence() {
    var bench = bench(INCONCLUSIVE, "the disk is full", "no number");
    var plan = bench.plan();
    var cause = diagnosis(plan).causes().getLast();
    assertThat(cause.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(cause.why()).contains("the evidence 'keys' is inconclusive");
    assertThat(plan.changes()).isEmpty();
    assertThat(Obstacles.of(plan).getFirst().message())
        .contains("what could not be told:")
        .contains("stale-keys: the evidence 'keys' is inconclusive");
    assertThat(Obstacles.of(plan).getFirst().advice().orElseThrow())
        .contains("why the evidence could not be read");
  }

  @Test
  void thatEvidenceIsInconclusiveCanBeASymptom() {
    var asked = "when: evidence.keys.failed || evidence.keys.inconclusive";
    var bench =
        bench(INCONCLUSIVE.replace("when: \"!evidence.keys.passed\"", asked), "works", "no number");
    assertThat(diagnosis(bench.plan()).found()).containsExactly("stale-keys");
  }

  @Test
  void theConditionOfAStepTakesInconclusiveAsNotPassed() {
    var bench =
        bench(
            INCONCLUSIVE.replace(
                "'wrong-secret' in causes", "'wrong-secret' in causes && !evidence.keys.passed"),
            "refused",
            "no number");
    assertThat(bench.plan().changes())
        .extracting(PlannedStep.Change::id)
        .containsExactly("fallback");
  }

  /** A system that is broken refuses nothing where only another cause would need it. */
  @Test
  void whatIsLeftOutIsNotProbed() {
    assertThat(bench("refused", "accepted").takingPart().all())
        .extracting(BoundStep::id)
        .containsExactly("fallback", "look");
    assertThat(bench("works", "old").takingPart().all())
        .extracting(BoundStep::id)
        .containsExactly("fresh");
    var other = bench("the disk is full", "accepted").takingPart();
    assertThat(other.all()).isEmpty();
    assertThat(other.before()).isEmpty();
    assertThat(other.everything()).hasSize(3);
  }

  /** That it is away may be what the diagnosis is to find. */
  @Test
  void aSystemThatIsOnlyReadMayBeAway() {
    var bench = bench("the disk is full", "accepted");
    bench.pinned = Map.of("book", "diary");
    var part = bench.takingPart();
    bench.notes.away(true);
    bench.notes.book(
        () -> {
          throw SystemException.refused("the notes are away", "Bring them back.");
        });
    assertThat(missing(part)).isEmpty();
    assertThat(missing(bench.bound())).as("the steps write there").isNotEmpty();
    bench.notes.away(false);
    bench.notes.book(() -> "diary");
    assertThat(missing(part)).isEmpty();
    bench.notes.book(() -> "another");
    assertThat(missing(part)).as("it is there, and is another one").isNotEmpty();
  }

  private static List<PreflightResult> missing(BoundScenario scenario) {
    return Preflight.of(scenario, false, IdentityTest.MACHINE, List.of()).stream()
        .filter(r -> !r.met())
        .toList();
  }

  @Test
  void theDigestCoversIt() {
    var one = bench("works", "accepted").plan();
    var other = bench(RUNBOOK.replace("of another time", "stale"), "works", "accepted").plan();
    assertThat(one.diagnosis()).isNotEqualTo(other.diagnosis());
    assertThat(PlanDigest.of(one)).isNotEqualTo(PlanDigest.of(other));
    var codec = Codec.of(Plan.class);
    assertThat(codec.decode(codec.encode(one))).isEqualTo(one);
  }

  /** So that plans and journals of before have the digests that they had. */
  @Test
  void aPlanWithoutOneIsWrittenAsBefore() {
    var bench =
        Bench.with(
            """
            steps: [{id: one, action: notes.set, with: {note: a, text: new}}]
            after: [{id: judge, check: notes.read, with: {note: a}}]
            """);
    var written = Codec.of(Plan.class).encode(bench.plan());
    assertThat(written.has("diagnosis")).isFalse();
  }

  @Test
  void aSavedPlanIsStaleWhenTheEvidenceShowsAnotherCause() {
    var bench = bench("refused", "accepted");
    var saved = bench.plan();
    bench.notes.change("login", "works");
    var fresh = bench.plan();
    assertThat(Staleness.of(saved, fresh, bench.bound()))
        .anyMatch(
            p ->
                p.message()
                    .contains(
                        "made for the cause wrong-secret, and now the evidence shows no cause"));
  }

  @Test
  void aRunGoesOnWithTheCausesThatItsPlanFound() {
    var bench =
        bench(
            RUNBOOK.replace("steps:\n  -", "steps:\n  - {id: ask, gate: Sure?}\n  -"),
            "refused",
            "accepted");
    bench.answer = java.util.Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    bench.answer = java.util.Optional.of(true);
    bench.notes.change("keys", "old");
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.get("keys")).as("not diagnosed anew").contains("old");
  }

  @Test
  void plansStatesAndReportsShowIt() {
    var bench = bench("refused", "accepted");
    var plan = bench.plan();
    bench.run(plan);
    var state = bench.state();
    var report = Reports.of(state, ReportExtras.NONE);
    for (var text :
        new String[] {
          PlanText.of(plan, Layout.DEFAULT),
          PlanMarkdown.of(plan, Layout.DEFAULT),
          RunText.status(state, false, Instant.EPOCH, Layout.DEFAULT),
          ReportText.of(report, Layout.DEFAULT),
          ReportMarkdown.of(report, Layout.DEFAULT)
        }) {
      assertThat(text)
          .containsPattern("Diagnosis|## Cause")
          .contains("FOUND", "not found")
          .containsPattern("wrong-secret: Credentials are\\s+checked against the wrong\\s+secret")
          .contains("text=refused");
    }
    for (var json :
        new com.fasterxml.jackson.databind.JsonNode[] {
          PlanJson.of(plan).path("plan"), RunJson.of(state, false), ReportJson.of(report)
        }) {
      assertThat(json.path("diagnosis").path("causes").path(0).path("verdict").asText())
          .isEqualTo("found");
    }
  }

  @Test
  void aCauseThatIsNotDeclaredIsAnErrorAtItsPlace() {
    assertThatThrownBy(
            () -> bench(RUNBOOK.replace("'stale-keys' in", "'stale-key' in"), "", "").bound())
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              var problem = e.problems().getFirst();
              assertThat(problem.message()).isEqualTo("there is no cause 'stale-key'");
              assertThat(problem.advice()).contains("Did you mean 'stale-keys'?");
              var at = problem.at().orElseThrow();
              assertThat(at.file().line(at.line()).substring(at.column() - 1))
                  .startsWith("stale-key' in causes");
            });
  }

  @Test
  void causesWithoutADiagnosisAreAnError() {
    var from = RUNBOOK.indexOf("diagnosis:");
    var without = RUNBOOK.substring(0, from) + RUNBOOK.substring(RUNBOOK.indexOf("before:"));
    assertThatThrownBy(() -> bench(without, "", "").bound())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("this runbook has no `diagnosis:`");
  }

  @Test
  void aCauseCannotSpeakOfCauses() {
    var circular = RUNBOOK.replace("when: evidence['keys'].failed", "when: size(causes) == 0");
    assertThatThrownBy(() -> bench(circular, "", "").bound())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot speak of `causes`");
  }

  @Test
  void twoCausesOfOneNameAreAnError() {
    var twice = RUNBOOK.replace("cause: stale-keys", "cause: wrong-secret");
    assertThatThrownBy(() -> bench(twice, "", "").bound())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the id 'wrong-secret' is already used");
  }

  @Test
  void theValuesOfEvidenceAreTyped() {
    for (var wrong :
        new String[] {
          "evidence.user_login.txt == \"refused\"",
          "evidence.user_login.text == 5",
          "evidence.user_logn.passed",
          "evidence.user_login.passd"
        }) {
      var runbook =
          RUNBOOK.replace("when: evidence.user_login.text == \"refused\"", "when: '" + wrong + "'");
      assertThatThrownBy(() -> bench(runbook, "", "").bound())
          .as(wrong)
          .isInstanceOf(UserException.class);
    }
  }
}
