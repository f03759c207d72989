package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks after a deployment, against a service whose answers change while it is waited. */
class CheckWaitTest extends CheckFixture {
  @Test
  void whatIsHealthyAtOnceIsReadOnce() {
    var result = check("--target", "staging", "--wait", "5m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(last(result)).startsWith("smoke on staging: all 2 checks pass after ");
    assertThat(asked("/home")).isEqualTo(1);
    assertThat(asked("/search")).isEqualTo(1);
  }

  @Test
  void whatBecomesHealthyIsReadOnceMoreInOneRound() {
    answers.put("/search", n -> n < 4 ? 503 : 200);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("PASS          search", "5 readings");
    assertThat(asked("/search")).as("three failures, a pass, and the last round").isEqualTo(5);
    assertThat(asked("/home")).as("the first and the last round").isEqualTo(2);
  }

  @Test
  void whatPassedEarlyAndFailsLaterFails() {
    answers.put("/search", n -> n < 3 ? 503 : 200);
    answers.put("/home", n -> n == 1 ? 200 : 500);
    var result = check("--wait", "1s");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).contains("1 of 2 checks passes after ").endsWith(": home FAIL");
    assertThat(asked("/home")).as("it is read again until the time is over").isGreaterThan(3);
  }

  @Test
  void whatNeverPassesEndsWithTheTime() {
    answers.put("/search", _ -> 503);
    var result = check("--wait", "PT1S");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).endsWith(": search FAIL");
    assertThat(result.out()).contains("status=503").contains("1 PASS, 1 FAIL");
    assertThat(asked("/home")).as("nobody reads it while it passes").isEqualTo(2);
  }

  @Test
  void aTimeShorterThanAReadingIsEnoughForOne() {
    answers.put("/search", _ -> 503);
    var result = check("--wait", "1ms");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(asked("/search")).isEqualTo(1);
    assertThat(asked("/home")).isEqualTo(1);
    assertThat(check("--wait", "0s").exit()).isEqualTo(7);
  }

  @Test
  void inconclusiveIsNoPass() {
    answers.put("/search", n -> n < 3 ? 0 : 200);
    assertThat(check("--wait", "1m").exit()).as("it is read again").isZero();
    answers.put("/search", _ -> 0);
    var result = check("--wait", "1s");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(last(result)).endsWith(": search INCONCLUSIVE");
  }

  @Test
  void whatMustPassOnEndIsReadUntilItHas() throws IOException {
    smoke(
        """
        - id: steady
          name: It stays up
          check: http.get
          with: {path: /steady}
          expect: status == 200
          for: PT0.4S
          every: PT0.05S
        """);
    answers.put("/steady", n -> n == 3 ? 500 : 200);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out()).isZero();
    assertThat(asked("/steady")).isGreaterThan(4);

    var refused = check("--wait", "300ms");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("'steady' must pass for 0.4 s on end", "gives it 0.3 s");
  }

  @Test
  void theTimeIsWrittenAsPeopleWriteIt() {
    assertThat(check("--wait", "5").err()).contains("'5' is no duration; write it as 90s, 5m");
    assertThat(check("--wait", "soon").exit()).isEqualTo(2);
    assertThat(check("--wait", "PT-1S").err()).contains("is no time to wait");
    assertThat(asked("/home")).isZero();
  }

  @Test
  void ctrlCEndsItAndWhatWasReadIsWritten() throws Exception {
    answers.put(
        "/search",
        n -> {
          if (n == 3) {
            interrupts.stop("SIGINT");
          }
          return 503;
        });
    var result = check("--wait", "10m", "--output", "junit=smoke.xml");
    assertThat(result.exit()).isEqualTo(130);
    assertThat(last(result))
        .startsWith("smoke on staging: interrupted by SIGINT; 1 of 2 checks passes after ");
    assertThat(suite("smoke.xml").getAttribute("failures")).isEqualTo("1");
    assertThat(asked("/search")).isEqualTo(3);
  }

  @Test
  void whatWasNotReadBeforeCtrlCIsSkipped() throws Exception {
    answers.put(
        "/home",
        _ -> {
          interrupts.stop("SIGTERM");
          return 200;
        });
    var result = check("--output", "junit=smoke.xml");
    assertThat(result.exit()).isEqualTo(130);
    assertThat(last(result)).contains("interrupted by SIGTERM").endsWith("search NOT READ");
    assertThat(suite("smoke.xml").getAttribute("skipped")).isEqualTo("1");
    assertThat(asked("/search")).isZero();
  }

  @Test
  void conditionsOfTheEvidenceDecideWhatIsChecked() throws IOException {
    Files.writeString(
        home.resolve("runbooks/smoke.yaml"),
        """
        apiVersion: rollback/v1
        scenario: smoke
        title: After a deployment
        owner: grid-team
        evidence:
          - id: kind
            check: http.get
            with: {path: /kind}
        after:
          - id: home
            check: http.get
            with: {path: /home}
            expect: status == 200
          - id: search
            check: http.get
            with: {path: /search}
            expect: status == 200
            when: evidence.kind.status == 200
        """);
    answers.put("/kind", _ -> 404);
    var result = check("--wait", "1m");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(last(result)).contains("its check passes");
    assertThat(asked("/search")).isZero();
  }

  @Test
  void aMinuteIsNotWaitedWhereNothingCanPass() throws IOException {
    smoke(
        """
        - id: compared
          check: http.get
          with: {path: /compared}
          expect: milliseconds < baseline.milliseconds * 100.0
        """);
    var begin = clock.instant();
    var result = check("--wait", "10m");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out()).contains("baseline");
    assertThat(Duration.between(begin, clock.instant())).isLessThan(Duration.ofMinutes(5));
  }

  @Test
  void aScenarioThatThereIsNotIsSaid() {
    assertThat(check("--on-failure", "plan:smok", "--wait", "1m").err())
        .contains("there is no scenario 'smok'", "Did you mean 'smoke'?");
    assertThat(check("--on-failure", "smoke").err()).contains("write plan:SCENARIO");
    assertThat(asked("/home")).isZero();
  }
}
