package dev.rollback.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.report.Layout;
import dev.rollback.report.Obstacles;
import dev.rollback.report.PlanMarkdown;
import dev.rollback.report.PlanText;
import dev.rollback.report.RunText;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.Outcome;
import dev.rollback.run.RunEvent;
import dev.rollback.run.StepState;
import dev.rollback.shape.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another scenario as one step. */
class CallTest {
  private static final String CALLER =
      """
      parameters: {wanted: {default: works, description: What the login is to say}}
      steps:
        - {id: tell, action: notes.set, with: {note: told, text: begun}, when: size(causes) > 0}
        - {scenario: login, with: {text: "${wanted}"}}
        - {id: last, action: notes.set, with: {note: last, text: done}, when: "'login/refused' in causes"}
      after:
        - {id: healthy, check: notes.read, with: {note: health}, expect: text == "good"}
      """;

  private static final String LOGIN =
      """
      parameters: {text: {description: What it is to say}}
      limit: {rows: 2}
      evidence:
        - {id: asked, check: notes.read, with: {note: login}, expect: text == "works"}
      diagnosis:
        - {cause: refused, title: The login is refused, when: evidence.asked.text == "refused"}
      before:
        - {id: writable, check: notes.read, with: {note: writable}}
      steps:
        - {id: door, action: notes.set, with: {note: maintenance, text: "on"}, temporary: run}
        - {id: ask, gate: "Let ${text} be written?"}
        - {id: mend, action: notes.set, with: {note: login, text: "${text}"}, when: "'refused' in causes"}
      after:
        - {id: works, check: notes.read, with: {note: login}, expect: text == "works"}
      follow-up: [{title: Look why, owner: us, due: P1D}]
      """;

  private static Bench bench(String caller, String login, String health) {
    var bench = Bench.with(caller).calling("login", LOGIN);
    bench.notes.change("login", login);
    bench.notes.change("health", health);
    bench.notes.change("writable", "yes");
    return bench;
  }

  private static List<String> changes(Plan plan) {
    return plan.changes().stream().map(PlannedStep.Change::id).toList();
  }

  @Test
  void itsStepsStandInPlaceOfTheCall() {
    var bench = bench(CALLER, "refused", "good");
    var plan = bench.plan();
    assertThat(plan.evidence()).extracting(CheckResult::id).containsExactly("login/asked");
    assertThat(plan.before()).extracting(CheckResult::id).containsExactly("login/writable");
    assertThat(plan.diagnosis().orElseThrow().found()).containsExactly("login/refused");
    assertThat(changes(plan)).containsExactly("tell", "login/door", "login/mend", "last");
    assertThat(plan.after())
        .extracting(PlannedStep.Check::id)
        .containsExactly("healthy", "login/works");
    var group = plan.steps().get(1);
    assertThat(group)
        .isInstanceOfSatisfying(
            PlannedStep.Phase.class, p -> assertThat(p.scenario()).contains("login"));
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.get("login")).contains("works");
    assertThat(bench.state().step("login/works").phase()).isEqualTo(StepState.Phase.PASSED);
  }

  @Test
  void whatIsTemporaryLastsToTheEndOfTheWholeRun() {
    var bench = bench(CALLER, "refused", "good");
    bench.run();
    var events = bench.journal.entries().stream().map(JournalEntry::event).toList();
    assertThat(events.indexOf(new RunEvent.UndoBegan("login/door")))
        .isGreaterThan(events.indexOf(new RunEvent.Written("last")));
    assertThat(bench.notes.get("maintenance")).isEmpty();
  }

  @Test
  void thePlanCarriesTheTextsAndTheirDigest() {
    var bench = bench(CALLER, "refused", "good");
    var plan = bench.plan();
    assertThat(plan.calledRunbooks())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.runbook()).isEqualTo("login.yaml");
              assertThat(c.text()).endsWith(LOGIN);
            });
    var codec = Codec.of(Plan.class);
    assertThat(codec.decode(codec.encode(plan))).isEqualTo(plan);
    var other = Bench.with(CALLER).calling("login", LOGIN + "# another\n");
    other.notes.change("login", "refused");
    other.notes.change("health", "good");
    other.notes.change("writable", "yes");
    assertThat(PlanDigest.of(other.plan())).isNotEqualTo(PlanDigest.of(plan));
  }

  @Test
  void whereItsCausesAreNotFoundItIsLeftOut() {
    var bench =
        bench(
            CALLER.replace(", when: size(causes) > 0", "").replace("writable", "missing"),
            "works",
            "bad");
    var plan = bench.plan();
    assertThat(changes(plan)).containsExactly("tell");
    assertThat(plan.before()).isEmpty();
    assertThat(plan.after()).extracting(PlannedStep.Check::id).containsExactly("healthy");
    assertThat(plan.steps().get(1))
        .isEqualTo(
            new PlannedStep.Skipped(
                "login", "A test of login", "no cause that it is for was found"));
    assertThat(plan.unexplained()).as("the caller itself is for whatever it is").isEmpty();
  }

  @Test
  void whereNothingButCallsIsLeftNothingIsDone() {
    var bench = bench(CALLER, "the disk is full", "bad");
    var plan = bench.plan();
    assertThat(plan.nothingToDo()).isTrue();
    assertThat(plan.unexplained()).extracting(CheckResult::id).containsExactly("healthy");
    assertThat(Obstacles.of(plan).getFirst().message())
        .contains("none of the causes that 'test' is for was found")
        .contains("FAIL login/asked");
    assertThat(Obstacles.of(bench(CALLER, "works", "good").plan())).isEmpty();
    assertThat(bench(CALLER, "works", "good").run()).isEqualTo(Outcome.NOTHING_TO_DO);
  }

  @Test
  void aScenarioWithoutADiagnosisIsAlwaysDone() {
    var from = LOGIN.indexOf("diagnosis:");
    var without =
        (LOGIN.substring(0, from) + LOGIN.substring(LOGIN.indexOf("before:")))
            .replace(", when: \"'refused' in causes\"", "");
    var bench =
        Bench.with(
                """
                steps: [{scenario: login, with: {text: works}}]
                after: [{id: judge, check: notes.read, with: {note: login}}]
                """)
            .calling("login", without);
    bench.notes.change("writable", "yes");
    var plan = bench.plan();
    assertThat(plan.diagnosis()).isEmpty();
    assertThat(changes(plan)).containsExactly("login/door", "login/mend");
  }

  @Test
  void aRunGoesOnInTheMiddleOfIt() {
    var bench = bench(CALLER, "refused", "good");
    bench.answer = Optional.empty();
    assertThat(bench.run()).isEqualTo(Outcome.STOPPED_AT_GATE);
    assertThat(bench.notes.get("maintenance")).contains("on");
    bench.answer = Optional.of(true);
    assertThat(bench.resume().run()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(bench.notes.get("last")).contains("done");
    assertThat(bench.resume().undo("no", "test")).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.get("login")).contains("refused");
    assertThat(bench.notes.get("last")).isEmpty();
  }

  @Test
  void itsChecksDecideAboutTheWholeRun() {
    var bench = bench(CALLER.replace("default: works", "default: broken"), "refused", "good");
    assertThat(bench.run()).isEqualTo(Outcome.UNDONE);
    assertThat(bench.notes.get("told")).isEmpty();
  }

  @Test
  void itStandsInAPhaseAndAmongAlternativesAndTwice() {
    var caller =
        """
        steps:
          - phase: Mend
            steps: [{scenario: login, id: first, with: {text: a}}]
          - choose:
              - when: "'second/refused' in causes"
                steps: [{scenario: login, id: second, with: {text: works}}]
              - steps: [{manual: Look}]
        after: [{id: healthy, check: notes.read, with: {note: health}}]
        """;
    var plan = bench(caller, "refused", "good").plan();
    assertThat(changes(plan))
        .as("the second finds the door open")
        .containsExactly("first/door", "first/mend", "second/mend");
    assertThat(plan.diagnosis().orElseThrow().causes())
        .extracting(Diagnosis.Cause::id)
        .containsExactly("first/refused", "second/refused");
    assertThat(plan.calledRunbooks()).hasSize(1);
    assertThat(bench(caller, "fire", "bad").plan().all())
        .extracting(PlannedStep::id)
        .containsExactly("first", "second", "manual-1");
  }

  @Test
  void whatIsCalledCalls() {
    var bench =
        Bench.with(
                """
                steps: [{scenario: outer, when: "'outer/login/refused' in causes"}]
                after: [{id: healthy, check: notes.read, with: {note: health}}]
                """)
            .calling(
                "outer",
                """
                steps: [{scenario: login, with: {text: works}}]
                after: [{id: outside, check: notes.read, with: {note: health}}]
                """)
            .calling("login", LOGIN);
    bench.notes.change("login", "refused");
    bench.notes.change("health", "good");
    bench.notes.change("writable", "yes");
    var plan = bench.plan();
    assertThat(changes(plan)).containsExactly("outer/login/door", "outer/login/mend");
    assertThat(plan.after())
        .extracting(PlannedStep.Check::id)
        .containsExactly("healthy", "outer/outside", "outer/login/works");
    assertThat(bench.run(plan)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void itsLimitIsForItsOwnSteps() {
    var bench = bench(CALLER, "refused", "good");
    assertThat(bench.plan().predicted()).containsEntry("rows", 4L);
    var tight = Bench.with(CALLER).calling("login", LOGIN.replace("rows: 2", "rows: 1"));
    tight.notes.change("login", "refused");
    tight.notes.change("writable", "yes");
    assertThatThrownBy(tight::plan)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("2 rows in all, and login.yaml allows at most 1");
  }

  @Test
  void plansAndStatesShowTheGroup() {
    var bench = bench(CALLER, "refused", "good");
    var plan = bench.plan();
    bench.run(plan);
    assertThat(PlanText.of(plan, Layout.DEFAULT))
        .contains("calls", "login.yaml", "Scenario login: A test of login", "login/mend");
    assertThat(PlanMarkdown.of(plan, Layout.DEFAULT)).contains("login.yaml", "login/mend");
    assertThat(RunText.status(bench.state(), false, Instant.EPOCH, Layout.DEFAULT))
        .contains("Scenario login: A test of login", "login/mend");
  }

  private static List<Diagnostic> problems(Bench bench) {
    try {
      bench.bound();
      return List.of();
    } catch (UserException e) {
      return e.problems();
    }
  }

  private static Bench calls(String call) {
    return Bench.with(
            "steps: [" + call + "]\nafter: [{id: a, check: notes.read, with: {note: a}}]\n")
        .calling("login", LOGIN);
  }

  @Test
  void everythingWrongWithACallIsToldAtOnce() {
    assertThat(problems(calls("{scenario: login, with: {txt: a}}")))
        .extracting(Diagnostic::message)
        .containsExactlyInAnyOrder(
            "'login' has no parameter 'txt'",
            "'login' needs a value for its parameter 'text': What it is to say");
    assertThat(problems(calls("{scenario: login, with: {text: \"${none}\"}}"))).hasSize(1);
    assertThat(problems(calls("{scenario: login, with: [a]}")))
        .extracting(Diagnostic::message)
        .contains("`with` is no mapping of parameters to values");
    assertThat(problems(calls("{scenario: logn, with: {text: a}}")))
        .extracting(Diagnostic::message)
        .containsExactly("there is no scenario 'logn'");
    assertThat(
            problems(
                calls("{scenario: login, with: {text: a}}, {scenario: login, with: {text: b}}")))
        .extracting(Diagnostic::message)
        .containsExactly("the id 'login' is already used in line 5");
    assertThat(
            problems(
                calls("{scenario: login, with: {text: a}, when: \"'login/refusd' in causes\"}")))
        .extracting(d -> d.advice().orElse(""))
        .containsExactly("Did you mean 'login/refused'?");
  }

  @Test
  void aValueHasTheTypeOfTheParameter() {
    var typed = LOGIN.replace("{text: {desc", "{text: {type: integer, desc");
    var wrong =
        Bench.with(
                """
                parameters: {much: {default: lots, description: How much}}
                steps:
                  - {scenario: login, with: {text: many}}
                  - {scenario: login, id: again, with: {text: "${much}"}}
                after: [{id: a, check: notes.read, with: {note: a}}]
                """)
            .calling("login", typed);
    assertThat(problems(wrong))
        .extracting(Diagnostic::message)
        .containsExactly("the parameter 'text' is 'many', which is not a whole number");
    var filled =
        Bench.with(
                """
                parameters: {much: {default: lots, description: How much}}
                steps: [{scenario: login, with: {text: "${much}"}}]
                after: [{id: a, check: notes.read, with: {note: a}}]
                """)
            .calling("login", typed);
    assertThat(problems(filled))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.message()).contains("is 'lots', which is not a whole number");
              assertThat(p.at().orElseThrow().file().name()).isEqualTo("test.yaml");
            });
  }

  @Test
  void whatIsWrongInACalledRunbookStandsThere() {
    var bench =
        Bench.with(
                """
                steps: [{scenario: login, with: {text: a}, when: "'login/refused' in causes"}]
                after: [{id: a, check: notes.reed, with: {note: a}}]
                """)
            .calling("login", LOGIN.replace("notes.set", "notes.sett"));
    assertThat(problems(bench))
        .extracting(p -> p.at().orElseThrow().file().name())
        .containsExactly("test.yaml", "login.yaml", "login.yaml");
  }

  @Test
  void aCircleIsAnError() {
    var bench =
        Bench.with(
                """
                steps: [{scenario: one}]
                after: [{id: a, check: notes.read, with: {note: a}}]
                """)
            .calling(
                "one",
                """
                steps: [{scenario: two}]
                after: [{id: a, check: notes.read, with: {note: a}}]
                """)
            .calling(
                "two",
                """
                steps: [{scenario: one}]
                after: [{id: a, check: notes.read, with: {note: a}}]
                """);
    assertThat(problems(bench))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.message())
                  .isEqualTo("'one' calls itself in the end: test, one, two, one");
              assertThat(p.at().orElseThrow().file().name()).isEqualTo("two.yaml");
            });
  }
}
