package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.approval.Approvals;
import dev.rollback.approval.Consent;
import dev.rollback.approval.Decision;
import dev.rollback.approval.Keys;
import dev.rollback.approval.Mode;
import dev.rollback.approval.OwnKeys;
import dev.rollback.approval.SignedText;
import dev.rollback.approval.Signers;
import dev.rollback.approval.SshKeygen;
import dev.rollback.approval.Statement;
import dev.rollback.approval.Verifier;
import dev.rollback.console.Console;
import dev.rollback.console.ScriptedConsole;
import dev.rollback.console.UnattendedConsole;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.plan.Approvers;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import dev.rollback.plan.RefusedException;
import dev.rollback.run.Gatekeeper;
import dev.rollback.target.Person;
import dev.rollback.target.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every gate in every situation: who is there, what the command line says, what the target is, how
 * much harm the plan can do, and which approvals are given, with real keys. The whole table is one
 * file; {@code -Dgolden.update=true} writes it.
 */
class GatesMatrixTest {
  private static final Path TABLE = Path.of("src/test/resources/golden/gates.txt");
  private static final Instant NOW = Instant.parse("2026-01-15T03:00:00Z");
  private static final Approvers LEAD = new Approvers("tech-lead", 1);

  @TempDir private static Path home;
  private static Keys keys;
  private static Signers signers;

  @BeforeAll
  static void people() {
    keys = new Keys(home);
    signers =
        new Signers(
            Map.of("tech-lead", List.of(person("alice")), "dba", List.of(person("carol"))), home);
  }

  private static Person person(String name) {
    return new Person(
        located(name), Optional.empty(), Optional.of(located(keys.line(name))), Optional.empty());
  }

  private static <T> Located<T> located(T value) {
    return new Located<>(value, SourceSpan.at(new SourceFile("rollback.yaml", "x"), 1, 1));
  }

  /** Something destructive needs one approval by a tech lead. */
  private static Policy policy() {
    var needed = Optional.of(located(new Policy.Needed("tech-lead", 1)));
    return new Policy(
        Policy.Gates.SIGNED,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Policy.ByRisk(Optional.empty(), Optional.empty(), needed)),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Plan plan(Risk risk, boolean guarded) {
    var json = JsonNodeFactory.instance;
    var change =
        new PlannedStep.Change(
            "change",
            "Change it",
            "notes.set",
            "notes",
            Target.of("note"),
            json.objectNode().put("text", "a"),
            json.objectNode().put("text", "b"),
            List.of(),
            PlannedStep.Basis.LIVE,
            Trust.EXACT,
            risk,
            Undo.RESTORE,
            List.of(),
            Optional.empty(),
            Map.of(),
            Map.of());
    var gate =
        new PlannedStep.Gate(
            "gate-1", "Go on?", "Go on?", Optional.of("tech-lead"), Optional.of(1));
    return new Plan(
        "notes",
        "Notes",
        "runbooks/notes.yaml",
        "scenario: notes\n",
        Map.of(),
        "production",
        guarded,
        NOW,
        Map.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(change, gate),
        List.of());
  }

  private static Approvals approvals(GateCell cell, Plan plan) {
    return switch (cell.given()) {
      case NONE -> Approvals.none();
      case ENOUGH -> approved(plan, "alice", NOW.plus(Duration.ofHours(1)));
      case EXPIRED -> approved(plan, "alice", NOW.minusSeconds(1));
      case WRONG_ROLE -> approved(plan, "carol", NOW.plus(Duration.ofHours(1)));
    };
  }

  private static Approvals approved(Plan plan, String person, Instant until) {
    var digest = PlanDigest.of(plan);
    var statement =
        new Statement(
            digest,
            true,
            List.of("gate-1"),
            plan.scenario(),
            plan.target(),
            person,
            NOW.minusSeconds(60),
            until);
    var text = statement.text();
    var signed = SignedText.of(text, keys.sign(person, SshKeygen.NAMESPACE, text));
    var subject = new Verifier.Subject(digest, plan.scenario(), plan.target());
    var own = OwnKeys.of(Map.of(), Keys.keygen());
    var verifier = new Verifier(signers, Keys.keygen(), subject, List.of("oncall"), own);
    return Approvals.of(verifier, Map.of("a.approval", signed), plan, List.of(LEAD), NOW);
  }

  private static Mode mode(GateCell cell) {
    return switch (cell.flag()) {
      case NONE, NO_INPUT -> Mode.ASK;
      case YES -> Mode.YES;
      case APPROVE_ALL -> Mode.SANDBOX;
    };
  }

  private static String row(GateCell cell) {
    var plan = plan(cell.risk(), cell.guarded());
    try {
      var approvals = approvals(cell, plan);
      return "%s | %-58s | %-18s | %s"
          .formatted(
              cell.label(),
              plan(cell, plan, approvals),
              gate(cell, approvals, Optional.empty()),
              gate(cell, approvals, Optional.of(LEAD)));
    } catch (RefusedException e) {
      var why = e.reasons().getFirst().message().replaceFirst("a.approval is refused: ", "");
      return cell.label() + " | exit 3: " + why.replaceFirst(";.*|, and.*", "");
    }
  }

  private static String plan(GateCell cell, Plan plan, Approvals approvals) {
    var situation =
        new Consent.Situation(
            plan,
            policy(),
            cell.guarded(),
            mode(cell),
            cell.attended(),
            approvals,
            Optional.empty(),
            NOW);
    return switch (Consent.of(situation)) {
      case Decision.Go go -> "goes on (" + go.how() + signed(go) + ")";
      case Decision.Confirm confirm -> confirm.name() ? "asks the target's name" : "asks yes or no";
      case Decision.Nobody nobody ->
          "exit 4: " + nobody.why().replaceFirst(", (so|and nobody).*", "");
      case Decision.TooFew few -> "exit 4: needs " + few.missing().getFirst().needed().label();
      case Decision.Refused _ -> "exit 3";
    };
  }

  private static String signed(Decision.Go go) {
    return go.signatures().isEmpty()
        ? ""
        : ", signed by "
            + go.signatures().stream().map(s -> s.by()).collect(Collectors.joining(", "));
  }

  private static String gate(GateCell cell, Approvals approvals, Optional<Approvers> needed) {
    var script = new ScriptedConsole(new Redactor()).answer("Go on?", "yes");
    var console = cell.attended() ? script : new UnattendedConsole(script);
    var gatekeeper =
        new ConsoleGatekeeper(world(console), mode(cell) == Mode.SANDBOX, Set.of(), approvals);
    var answer = gatekeeper.ask(new Gatekeeper.Question.Gate("gate-1", "Go on?", needed));
    var asked = script.asked().isEmpty() ? "" : ", asked";
    return switch (answer) {
      case Gatekeeper.Answer.Yes yes when yes.by().signatures().isEmpty() -> "opens" + asked;
      case Gatekeeper.Answer.Yes yes -> "opens, by " + yes.by().by() + asked;
      case Gatekeeper.Answer.No _ -> "declined" + asked;
      case Gatekeeper.Answer.TooFew few -> "exit 4: needs " + few.needed().label() + asked;
      case Gatekeeper.Answer.Nobody _ -> "exit 4: nobody" + asked;
    };
  }

  private static World world(Console console) {
    return new World(
        Map.of(),
        home,
        console,
        new Redactor(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        () -> "run",
        "oncall",
        "ops-1",
        new Interrupts());
  }

  @Test
  void everyCellIsAsTheTableSays() throws IOException {
    var heading =
        "%-11s | %-19s | %-9s | %-11s | %-10s | %-58s | %-18s | %s%n"
            .formatted(
                "person",
                "command line",
                "target",
                "risk",
                "approvals",
                "the plan",
                "a gate",
                "a gate with approvers");
    var table =
        GateCell.all().stream()
            .map(GatesMatrixTest::row)
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n", heading, "\n"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(TABLE, table);
    }
    assertThat(table).isEqualTo(Files.readString(TABLE));
  }

  /** What must hold in every cell, whatever the table says. */
  @Test
  void nothingOpensAGateWithApproversButTheirApprovalsAndTheDrill() {
    for (var cell : GateCell.all()) {
      var row = row(cell);
      var opens = row.substring(row.lastIndexOf('|')).contains("opens");
      assertThat(opens)
          .as(row)
          .isEqualTo(
              cell.given() == GateCell.Given.ENOUGH
                  || (cell.flag() == GateCell.Flag.APPROVE_ALL
                      && cell.given() == GateCell.Given.NONE));
      if (!cell.attended()) {
        assertThat(row).as("nobody is there to ask").doesNotContain("asks").doesNotContain("asked");
      }
    }
  }
}
