package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Catalog;
import dev.rollback.action.Risk;
import dev.rollback.approval.Approvals;
import dev.rollback.approval.Consent;
import dev.rollback.approval.Decision;
import dev.rollback.approval.DrillRecord;
import dev.rollback.approval.Explanation;
import dev.rollback.approval.Mode;
import dev.rollback.approval.Reason;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.target.Configuration;
import dev.rollback.target.Policy;
import dev.rollback.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy that is written in rollback.yaml makes of a plan. */
class ConsentTest {
  private static final Instant THURSDAY_AT_NINE = Instant.parse("2026-01-15T09:00:00Z");
  private static final Instant AT_NIGHT = Instant.parse("2026-01-15T03:00:00Z");
  private static final Instant SATURDAY = Instant.parse("2026-01-17T09:00:00Z");
  private static final String ROLES =
      """
      roles:
        tech-lead:
          - {name: alice, key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA"}
      """;

  private static Configuration read(String policy, String more) {
    return parsed(policy, more).orThrow();
  }

  private static dev.rollback.diagnostic.Checked<Configuration> parsed(String policy, String more) {
    var text =
        """
        apiVersion: rollback/v1
        targets:
          production:
            %s
            policy:
        %s
        %s\
        """
            .formatted(more, policy.indent(6).stripTrailing(), ROLES);
    var catalog = new Catalog(List.of());
    return YamlReader.parse(new SourceFile("rollback.yaml", text))
        .then(tree -> Configuration.of(tree, catalog));
  }

  private static Policy policy(String text) {
    return read(text, "lease: none").target("production").head().rules();
  }

  private static Decision decide(
      String policy, Risk risk, Mode mode, boolean terminal, Instant now) {
    return Consent.of(situation(policy, risk, mode, terminal, now, Optional.empty()));
  }

  private static Consent.Situation situation(
      String policy,
      Risk risk,
      Mode mode,
      boolean terminal,
      Instant now,
      Optional<DrillRecord> drill) {
    return new Consent.Situation(
        GatesMatrixTest.plan(risk, false),
        policy(policy),
        false,
        mode,
        terminal,
        Approvals.none(),
        drill,
        now);
  }

  private static String why(Decision decision) {
    return decision.reasons().stream().map(Reason::label).collect(Collectors.joining("; "));
  }

  @Test
  void yesSufficesUpToTheRiskThatIsWritten() {
    var policy = "yes: reversible";
    assertThat(decide(policy, Risk.REVERSIBLE, Mode.YES, false, AT_NIGHT))
        .isInstanceOf(Decision.Go.class);
    var asked = decide(policy, Risk.DISRUPTIVE, Mode.YES, false, AT_NIGHT);
    assertThat(asked).isInstanceOf(Decision.Nobody.class);
    assertThat(why(asked)).isEqualTo("the plan is disruptive (rollback.yaml:6:12)");
    assertThat(decide("yes: none", Risk.REVERSIBLE, Mode.YES, false, AT_NIGHT))
        .isInstanceOf(Decision.Nobody.class);
    assertThat(decide("yes: destructive", Risk.DESTRUCTIVE, Mode.YES, false, AT_NIGHT))
        .isInstanceOf(Decision.Go.class);
  }

  @Test
  void theNameIsTypedFromTheRiskThatIsWritten() {
    var asked = decide("typed-name: disruptive", Risk.DISRUPTIVE, Mode.ASK, true, AT_NIGHT);
    assertThat(asked)
        .isInstanceOfSatisfying(Decision.Confirm.class, c -> assertThat(c.name()).isTrue());
    assertThat(why(asked)).contains("from disruptive on").contains("rollback.yaml:6:19");
    var never = decide("typed-name: never", Risk.DESTRUCTIVE, Mode.ASK, true, AT_NIGHT);
    assertThat(never)
        .isInstanceOfSatisfying(Decision.Confirm.class, c -> assertThat(c.name()).isFalse());
  }

  @Test
  void outsideOfItsHoursNothingIsRun() {
    var policy =
        "hours: {days: [monday, thursday], from: \"08:00\", to: \"18:00\", zone: Europe/Berlin}";
    assertThat(decide(policy, Risk.REVERSIBLE, Mode.YES, false, THURSDAY_AT_NINE))
        .isInstanceOf(Decision.Go.class);
    for (var when : List.of(AT_NIGHT, SATURDAY, Instant.parse("2026-01-15T17:00:00Z"))) {
      var refused = decide(policy, Risk.REVERSIBLE, Mode.YES, true, when);
      assertThat(refused).as("%s", when).isInstanceOf(Decision.Refused.class);
      assertThat(why(refused))
          .contains("monday, thursday from 08:00 to 18:00, Europe/Berlin (rollback.yaml:6:14)");
    }
    assertThat(decide(policy, Risk.REVERSIBLE, Mode.SANDBOX, true, AT_NIGHT))
        .isInstanceOf(Decision.Go.class);
  }

  @Test
  void inAFreezeItTakesAnOverride() {
    var freeze = "freezes: [{from: 2026-01-15T00:00:00Z, to: 2026-01-16T00:00:00Z, why: sale}]";
    var refused = decide(freeze, Risk.REVERSIBLE, Mode.YES, true, AT_NIGHT);
    assertThat(refused).isInstanceOf(Decision.Refused.class);
    assertThat(why(refused)).contains("a freeze until 2026-01-16T00:00:00Z: sale");
    var overridable = freeze + "\noverride: {role: tech-lead}";
    assertThat(decide(overridable, Risk.REVERSIBLE, Mode.YES, true, AT_NIGHT))
        .isInstanceOfSatisfying(
            Decision.TooFew.class,
            few ->
                assertThat(few.missing().getFirst().needed().label())
                    .isEqualTo("1 of role tech-lead"));
    assertThat(decide(overridable, Risk.REVERSIBLE, Mode.YES, true, SATURDAY))
        .isInstanceOf(Decision.Go.class);
  }

  @Test
  void aRunbookThatWasNotDrilledIsNotRun() {
    var policy = "drilled-within: P30D";
    var text = GatesMatrixTest.plan(Risk.REVERSIBLE, false).text();
    var good = drill(text, AT_NIGHT.minus(Duration.ofDays(10)), true);
    assertThat(drilled(policy, good)).isInstanceOf(Decision.Go.class);
    assertThat(
            why(
                Consent.of(
                    situation(
                        policy, Risk.REVERSIBLE, Mode.YES, true, AT_NIGHT, Optional.empty()))))
        .contains("no record of a drill");
    assertThat(why(drilled(policy, drill(text, AT_NIGHT.minus(Duration.ofDays(31)), true))))
        .contains("drilled last at 2025-12-15T03:00:00Z");
    assertThat(why(drilled(policy, drill(text + "#", AT_NIGHT, true))))
        .contains("changed since its drill");
    assertThat(why(drilled(policy, drill(text, AT_NIGHT, false)))).contains("did not heal");
  }

  private static DrillRecord drill(String text, Instant at, boolean healed) {
    return DrillRecord.of("notes", text, at, "wrong-secret", healed, "1.0");
  }

  private static Decision drilled(String policy, DrillRecord record) {
    return Consent.of(
        situation(policy, Risk.REVERSIBLE, Mode.YES, true, AT_NIGHT, Optional.of(record)));
  }

  @Test
  void aRecordIsReadAsItWasWritten(@TempDir Path directory) {
    var path = DrillRecord.beside(directory.resolve("auth-failure.yaml"));
    assertThat(path.getFileName()).hasToString("auth-failure.drill.json");
    assertThat(DrillRecord.read(path)).isEmpty();
    var record = drill("text", AT_NIGHT, true);
    drill("text", AT_NIGHT.minusSeconds(1), false).write(path);
    record.write(path);
    assertThat(DrillRecord.read(path)).contains(record);
  }

  @Test
  void aHigherRiskTakesTheApprovalsOfTheLowerOnesToo() {
    var policy = "approvals: {disruptive: {role: tech-lead}, destructive: {role: tech-lead}}";
    assertThat(decide(policy, Risk.REVERSIBLE, Mode.YES, false, AT_NIGHT))
        .isInstanceOf(Decision.Go.class);
    assertThat(decide(policy, Risk.DISRUPTIVE, Mode.YES, false, AT_NIGHT))
        .isInstanceOfSatisfying(Decision.TooFew.class, few -> assertThat(few.missing()).hasSize(1));
    assertThat(decide(policy, Risk.DESTRUCTIVE, Mode.YES, false, AT_NIGHT))
        .isInstanceOfSatisfying(Decision.TooFew.class, few -> assertThat(few.missing()).hasSize(2));
  }

  @Test
  void policiesThatCannotHoldAreProblemsOfTheFile() {
    assertThat(problems("yes: reversible", "protected: true"))
        .contains("target 'production' is protected: every change on it asks");
    assertThat(problems("override: {role: tech-leed}", "lease: none"))
        .contains("there is no role 'tech-leed'");
    assertThat(problems("approvals: {destructive: {role: tech-lead, count: 2}}", "lease: none"))
        .contains("2 persons of role 'tech-lead' must approve, and it has 1");
    assertThat(problems("hours: {from: \"18:00\", to: \"08:00\", zone: UTC}", "lease: none"))
        .contains("'from' must be before 'to' on the same day");
    assertThat(problems("hours: {from: \"08:00\", to: \"18:00\", zone: Berlin}", "lease: none"))
        .contains("'Berlin' is no time zone");
    assertThat(problems("hours: {from: \"8\", to: \"18:00\", zone: UTC}", "lease: none"))
        .contains("'from' must be a time");
  }

  private static String problems(String policy, String more) {
    return parsed(policy, more).diagnostics().stream()
        .map(d -> d.message())
        .collect(Collectors.joining("; "));
  }

  @Test
  void theExplanationSaysEveryWay() {
    var policy = "yes: reversible\ntyped-name: disruptive";
    var explanation =
        Explanation.of(
            situation(policy, Risk.DISRUPTIVE, Mode.ASK, false, AT_NIGHT, Optional.empty()));
    assertThat(explanation.whole())
        .extracting(Explanation.Whole::when, Explanation.Whole::asks)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "at a terminal", "the target's name is typed: production"),
            org.assertj.core.groups.Tuple.tuple(
                "at a terminal, with --yes", "the target's name is typed: production"),
            org.assertj.core.groups.Tuple.tuple(
                "without a terminal", "refused, exit code 4: somebody would be asked"),
            org.assertj.core.groups.Tuple.tuple(
                "without a terminal, with --yes", "refused, exit code 4: somebody would be asked"));
    assertThat(explanation.steps())
        .extracting(Explanation.Step::id, Explanation.Step::asks)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("change", ""),
            org.assertj.core.groups.Tuple.tuple("gate-1", "signed approvals: 1 of role tech-lead"));
  }
}
