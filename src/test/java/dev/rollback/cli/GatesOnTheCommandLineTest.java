package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Risk;
import dev.rollback.approval.Keys;
import dev.rollback.drill.Production;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cells of the matrix of gates in which every two values meet, through the real command line on
 * real systems: what the table says is what happens.
 */
class GatesOnTheCommandLineTest {
  private static final Path TABLE = Path.of("src/test/resources/golden/gates.txt");

  @TempDir private static Path home;
  private static Production production;
  private static Keys keys;
  private static int number;

  @BeforeAll
  static void start() {
    production = new Production();
    keys = new Keys(home);
  }

  @AfterAll
  static void stop() {
    production.close();
  }

  /** The sandbox has no action that nobody notices, and a drill has a test of its own. */
  static Stream<GateCell> cells() {
    return GateCell.pairwise(
        GateCell.all().stream()
            .filter(c -> c.flag() != GateCell.Flag.APPROVE_ALL)
            .filter(c -> c.risk() != Risk.REVERSIBLE)
            .toList())
        .stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void isAsTheTableSays(GateCell cell) throws IOException {
    production.putBack();
    production.redis().command(List.of("set", "stale:1", "x"));
    var directory = Files.createDirectories(home.resolve("cell-" + ++number));
    configure(cell, directory);
    var shell = new Shell(directory);
    var planned = shell.run("plan", "change", "-o", "plan.json");
    assertThat(planned.exit()).as(planned.err()).isZero();
    approve(cell, directory);
    var before = state();
    var result = apply(cell, shell);
    var row = row(cell);
    assertThat(result.exit()).as(row + "\n" + result.out() + result.err()).isEqualTo(exit(row));
    assertThat(state().equals(before))
        .as(row + ": nothing is changed before the plan goes on")
        .isEqualTo(row.contains("exit 3") || planColumn(row).startsWith("exit"));
  }

  private static void configure(GateCell cell, Path directory) throws IOException {
    var action =
        cell.risk() == Risk.DESTRUCTIVE
            ? """
                action: redis.delete-keys
                with: {pattern: "stale:*"}
            """
            : """
                action: kubernetes.set-env
                with: {deployment: grid-api, env: {LOGIN_RATE_LIMIT: "60"}}
            """;
    Files.createDirectories(directory.resolve("runbooks"));
    Files.writeString(
        directory.resolve("runbooks/change.yaml"),
        """
        apiVersion: rollback/v1
        scenario: change
        title: A change and a gate
        owner: grid-team
        steps:
          - id: change
        %s  - gate: "Go on?"
            approvers: {role: tech-lead}
        after:
          - check: http.get
            with: {path: /health}
        """
            .formatted(action));
    var target =
        List.of(
            "protected: " + cell.guarded(),
            "policy: {approvals: {destructive: {role: tech-lead}}}");
    Files.writeString(
        directory.resolve("rollback.yaml"),
        pinned(production.configuration(target))
            + """
            roles:
              tech-lead: [{name: alice, key: "%s"}]
              dba: [{name: carol, key: "%s"}]
            """
                .formatted(keys.line("alice"), keys.line("carol")));
  }

  /** A protected target says what its systems are. */
  private static String pinned(String configuration) {
    var sandbox = production.sandbox();
    var namespace = sandbox.cluster().get("Namespace", "", "kube-system");
    var uid = namespace.at("/metadata/uid").asText();
    return configuration
        .replace("namespace: grid}", "namespace: grid, identity: \"" + uid + "\"}")
        .replace(sandbox.redis() + "\"}", sandbox.redis() + "\", identity: {role: master}}");
  }

  private static void approve(GateCell cell, Path directory) {
    var person = cell.given() == GateCell.Given.WRONG_ROLE ? "carol" : "alice";
    if (cell.given() == GateCell.Given.NONE) {
      return;
    }
    var desk = new Shell(directory, "somebody", "desk-1");
    if (cell.given() == GateCell.Given.EXPIRED) {
      desk.clock().forward(Duration.ofHours(-1));
    }
    var line = List.of("approve", "plan.json", "--yes", "-o", "a.approval", "--expires", "PT30M");
    var args = new ArrayList<>(line);
    args.addAll(List.of("--as", person, "--key", keys.of(person).toString()));
    var result = desk.run(args.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static Shell.Result apply(GateCell cell, Shell shell) {
    var args = new ArrayList<>(List.of("apply", "plan.json"));
    switch (cell.flag()) {
      case YES -> args.add("--yes");
      case NO_INPUT -> args.add("--no-input");
      case NONE, APPROVE_ALL -> {}
    }
    if (cell.given() != GateCell.Given.NONE) {
      args.addAll(List.of("--approval", "a.approval"));
    }
    var line = args.toArray(String[]::new);
    return cell.terminal()
        ? shell.attended(prompt -> java.util.Optional.of(answer(prompt.question())), line)
        : shell.run(line);
  }

  private static String answer(String question) {
    return question.contains("name of the target") ? "sandbox" : "yes";
  }

  private static String row(GateCell cell) throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith(cell.label() + " |"))
        .findFirst()
        .orElseThrow();
  }

  private static String planColumn(String row) {
    return row.split(" \\| ", -1)[5].strip();
  }

  private static int exit(String row) {
    if (row.contains("| exit 3")) {
      return 3;
    }
    return planColumn(row).startsWith("exit 4") || !row.endsWith("opens, by alice") ? 4 : 0;
  }

  private static String state() {
    return production.environment() + " " + production.redis().read().size();
  }
}
