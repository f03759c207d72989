package dev.rollback.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Catalog;
import dev.rollback.adapter.host.HostAdapter;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.notify.NotifyAdapter;
import dev.rollback.adapter.redis.RedisAdapter;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.scenario.ScenarioReader;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunbookLintTest {
  private static final Catalog CATALOG =
      new Catalog(
          List.of(
              new KubernetesAdapter(Map.of(), Path.of("/")),
              new RedisAdapter(),
              new HostAdapter(Map.of(), Path.of("/")),
              new NotifyAdapter(Path.of("/"))));
  private static final LocalDate TODAY = LocalDate.parse("2026-02-13");
  private static final String DELETE =
      "{action: redis.delete-keys, with: {pattern: \"a:*\"}, limit: {keys: 9}}";

  private static final String SLOW =
      "evidence: [{id: slow, check: redis.ping, expect: milliseconds > 9.0}]\n";
  private static final String DIAGNOSIS =
      "diagnosis: [{cause: slow, title: It is slow, when: evidence.slow.passed}]\n";

  /** The rules that object to a good runbook with these sections. */
  private static List<Rule> rules(String sections) {
    var source =
        new SourceFile(
            "test.yaml",
            """
            apiVersion: rollback/v1
            scenario: test
            title: A test
            owner: nobody
            before: [{check: redis.ping, expect: milliseconds < 9.0}]
            after: [{check: redis.ping, expect: milliseconds < 9.0}]
            """
                + (sections.contains("evidence:") ? "" : SLOW + DIAGNOSIS)
                + sections);
    var read = new ScenarioReader(CATALOG, Path.of("")).parse(source).orThrow();
    return RunbookLint.of(read.scenario(), CATALOG, TODAY).stream().map(Finding::rule).toList();
  }

  private static List<Rule> steps(String steps) {
    return steps(steps, "steps:\n");
  }

  private static List<Rule> steps(String steps, String heading) {
    return rules("review: {last: 2026-02-01, every: P30D}\n" + heading + steps);
  }

  @Test
  void aGoodRunbookHasNothing() {
    assertThat(steps("  - gate: Sure?\n  - " + DELETE + "\n")).isEmpty();
  }

  @Test
  void aReviewIsDueOnItsDayAndOverdueOnTheNext() {
    var steps = "\nsteps: [{manual: Nothing}]\n";
    assertThat(rules("review: {last: 2026-01-14, every: P30D}" + steps)).isEmpty();
    assertThat(rules("review: {last: 2026-01-13, every: P30D}" + steps))
        .containsExactly(Rule.REVIEW_OVERDUE);
    assertThat(rules("steps: [{manual: Nothing}]\n")).containsExactly(Rule.NO_REVIEW);
  }

  @Test
  void aGateThatMayBeLeftOutIsNone() {
    assertThat(steps("  - {gate: Sure?, when: \"1 == 2\"}\n  - " + DELETE + "\n"))
        .containsExactly(Rule.NO_GATE);
    assertThat(steps("  - " + DELETE + "\n  - gate: Sure?\n")).containsExactly(Rule.NO_GATE);
  }

  @Test
  void alternativesAreAGateWhereEachHasOne() {
    assertThat(
            steps(
                """
                  - choose:
                      - {when: "1 == 2", steps: [{gate: Sure?}]}
                      - {steps: [{gate: Really?}]}
                """
                    + "  - "
                    + DELETE
                    + "\n"))
        .isEmpty();
    assertThat(
            steps(
                """
                  - choose:
                      - {when: "1 == 2", steps: [{gate: Sure?}]}
                """
                    + "  - "
                    + DELETE
                    + "\n"))
        .containsExactly(Rule.NO_GATE);
  }

  @Test
  void whatAnActionSaysOfItselfTellsWhetherItNeedsAGate() {
    assertThat(steps("  - {action: notify.slack, with: {text: Back}}\n")).isEmpty();
    var run = "  - {action: exec.run, with: {command: [drop]%s}}\n";
    assertThat(steps(run.formatted(""))).containsExactly(Rule.NO_GATE);
    assertThat(steps(run.formatted(", risk: disruptive"))).containsExactly(Rule.NO_GATE);
    assertThat(steps(run.formatted(", risk: reversible"))).isEmpty();
  }

  @Test
  void parametersAreTakenByTheirDefaultsOrByTheirTypes() {
    var runbook =
        """
        review: {last: 2026-02-01, every: P30D}
        parameters:
          who: {type: string, description: Who is told}
          harm: {type: string, default: %s, description: How much harm it does}
        steps:
          - {action: notify.slack, with: {text: "For ${who}"}}
          - {action: exec.run, with: {command: ["${who}"], risk: "${harm}"}}
        """;
    assertThat(rules(runbook.formatted("reversible"))).isEmpty();
    assertThat(rules(runbook.formatted("destructive"))).containsExactly(Rule.NO_GATE);
    assertThat(rules(runbook.formatted("unheard-of"))).containsExactly(Rule.NO_GATE);
  }

  @Test
  void whatCountsNothingNeedsNoLimit() {
    assertThat(steps("  - {action: redis.reset-stats}\n")).isEmpty();
    assertThat(steps("  - gate: Sure?\n  - {action: redis.flush-db}\n"))
        .containsExactly(Rule.BULK_WITHOUT_LIMIT);
  }

  @Test
  void maintenanceThatIsTakenBackIsNoFinding() {
    var set =
        "  - {action: kubernetes.set-env, with: {deployment: a, env: {MAINTENANCE_MODE:"
            + " \"%s\"}}%s}\n";
    assertThat(steps(set.formatted("on", ""))).containsExactly(Rule.MAINTENANCE_NOT_TEMPORARY);
    assertThat(steps(set.formatted("on", ", temporary: run"))).isEmpty();
    assertThat(steps(set.formatted("false", ""))).isEmpty();
  }

  @Test
  void whatChangesSomethingNeedsADiagnosis() {
    assertThat(steps(SLOW + "steps:\n  - gate: Sure?\n  - " + DELETE + "\n", ""))
        .containsExactly(Rule.NO_DIAGNOSIS);
    assertThat(steps(SLOW + "steps:\n  - phase: A\n    steps: [" + DELETE + "]\n", ""))
        .contains(Rule.NO_DIAGNOSIS);
    assertThat(steps(SLOW + "steps: [{manual: Look}]\n", "")).isEmpty();
  }

  @Test
  void aCauseAmongSeveralIsAskedFor() {
    var two =
        SLOW
            + """
            diagnosis:
              - {cause: slow, title: It is slow, when: evidence.slow.passed}
              - {cause: fast, title: It is fast, when: evidence.slow.failed}
            steps:
            """;
    assertThat(steps(two + "  - {manual: Look, when: \"'slow' in causes\"}\n", ""))
        .containsExactly(Rule.UNUSED_CAUSE);
    assertThat(
            steps(
                two
                    + """
                      - {manual: Look, when: "'slow' in causes"}
                      - choose:
                          - {when: "causes.exists(c, c == 'fast')", steps: [{manual: Wait}]}
                    """,
                ""))
        .isEmpty();
  }

  void whatNobodyHasFilledInIsFound() {
    var steps = "\nreview: {last: 2026-02-01, every: P30D}\nsteps: [{manual: Nothing}]\n";
    for (var text :
        List.of(
            "[Contact Info]", "<name>", "TODO: somebody", "rollback-xxxxx", "cd /path/to/grid")) {
      assertThat(rules("contacts: {on-call: \"" + text + "\"}" + steps))
          .as(text)
          .containsExactly(Rule.PLACEHOLDER);
    }
    assertThat(rules("contacts: {on-call: \"#incidents\", escalate-to: tech-lead}" + steps))
        .isEmpty();
    assertThat(rules("follow-up: [{title: \"[later]\", owner: a, due: P1D}]" + steps))
        .containsExactly(Rule.PLACEHOLDER);
  }

  @Test
  void phasesThatMayTakeLongerThanTheWholeAreFound() {
    var phases =
        """
        contacts: {escalate-to: tech-lead}
        review: {last: 2026-02-01, every: P30D}
        steps:
          - {phase: Look, budget: PT20M, steps: [{manual: Look}]}
          - {phase: Act, budget: PT10M, steps: [{manual: Act}]}
        """;
    assertThat(rules("estimate: {duration: PT29M}\n" + phases))
        .containsExactly(Rule.BUDGETS_OVER_ESTIMATE);
    assertThat(rules("estimate: {duration: PT30M}\n" + phases)).isEmpty();
    assertThat(rules(phases)).isEmpty();
  }

  @Test
  void aRunbookOfChecksNeedsNothingBeforeIt() {
    var checks =
        new SourceFile(
            "test.yaml",
            """
            apiVersion: rollback/v1
            scenario: test
            title: A test
            owner: nobody
            review: {last: 2026-02-01, every: P30D}
            after: [{check: redis.ping}]
            """);
    var read = new ScenarioReader(CATALOG, Path.of("")).parse(checks).orThrow();
    assertThat(RunbookLint.of(read.scenario(), CATALOG, TODAY)).isEmpty();
  }

  @Test
  void whatIsOffHasNoSettings() {
    var off =
        "  - {action: kubernetes.set-env, with: {deployment: d, env: {RATE_LIMITING_ENABLED:"
            + " \"false\"}}}\n";
    var raised =
        "  - {action: kubernetes.set-env, with: {deployment: d, env: {RATE_LIMIT_REQUESTS:"
            + " \"200\"}}}\n";
    assertThat(steps(off + raised)).containsExactly(Rule.SET_WHILE_OFF);
    assertThat(steps(raised + off)).containsExactly(Rule.SET_WHILE_OFF);
    assertThat(steps(off + off)).isEmpty();
    assertThat(steps(raised + off.replace("false", "true"))).isEmpty();
    assertThat(steps(off + raised.replace("RATE_LIMIT_", "RATE_LIMITER"))).isEmpty();
    assertThat(
            steps(
                "  - choose:\n    - steps:\n    "
                    + off.replace("  - ", "    - ")
                    + "    - when: evidence.slow.passed\n      steps:\n    "
                    + raised.replace("  - ", "    - ")))
        .as("only one of them is done")
        .isEmpty();
  }

  @Test
  void aFindingHasThePlaceTheAdviceAndTheRule() {
    var source =
        new SourceFile(
            "test.yaml",
            """
            apiVersion: rollback/v1
            scenario: test
            title: A test
            owner: nobody
            steps: [{manual: Nothing}]
            after: [{check: redis.ping, expect: milliseconds < 9.0}]
            """);
    var read = new ScenarioReader(CATALOG, Path.of("")).parse(source).orThrow();
    var problem = RunbookLint.of(read.scenario(), CATALOG, TODAY).getFirst().problem();
    assertThat(problem.at().orElseThrow().line()).isEqualTo(2);
    assertThat(problem.message()).endsWith("(no-review)");
    assertThat(problem.advice()).contains(Rule.NO_REVIEW.advice());
  }
}
