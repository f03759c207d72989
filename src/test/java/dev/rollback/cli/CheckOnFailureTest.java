package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.drill.Production;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is planned when a deployment does not become healthy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckOnFailureTest {
  @TempDir private Path parent;
  private Path home;
  private Shell shell;
  private Production production;

  @BeforeAll
  void start() {
    production = new Production();
  }

  @AfterAll
  void stop() {
    production.close();
  }

  @BeforeEach
  void open() throws IOException {
    home = Files.createTempDirectory(parent, "home");
    shell = new Shell(home);
    production.configure(home, List.of());
    var runbooks = Files.createDirectories(home.resolve("runbooks"));
    Files.copy(
        Path.of("src/test/resources/golden-runbooks/auth-failure.yaml"),
        runbooks.resolve("auth-failure.yaml"));
    Files.writeString(
        runbooks.resolve("smoke.yaml"),
        """
        apiVersion: rollback/v1
        scenario: smoke
        title: After a deployment
        owner: platform-team
        parameters:
          path: {type: string, default: /health, description: Where the service says how it is}
        after:
          - id: login
            name: A known user can log in
            check: http.login
            with:
              path: /api/auth/login
              user: {secret: smoke-user}
              password: {secret: smoke-password}
            expect: status == 200
            every: PT0.2S
          - id: health
            name: The service is healthy
            check: http.get
            with: {path: "${path}"}
            expect: status == 200
            every: PT0.2S
        """);
  }

  @AfterEach
  void heal() {
    production.putBack();
  }

  private void breakIt() {
    production.sandbox().inject(Faults.named("wrong-secret").orElseThrow());
  }

  @Test
  void aPlanIsSavedThatHealsIt() {
    breakIt();
    var checked = shell.run("check", "smoke", "--wait", "1s", "--on-failure", "plan:auth-failure");
    assertThat(checked.exit()).as(checked.out() + checked.err()).isEqualTo(7);
    assertThat(checked.out().lines())
        .contains(
            "Planned 'auth-failure', changed nothing, and saved the plan: auth-failure.plan.json",
            "  approve it    rollback approve auth-failure.plan.json",
            "  run it        rollback apply auth-failure.plan.json");
    assertThat(checked.out().stripTrailing()).endsWith(": login FAIL");
    assertThat(shell.run("runs").out()).as("nothing was run").contains("No runs");

    var again = shell.run("check", "smoke", "--on-failure", "plan:auth-failure");
    assertThat(again.exit()).as("the plan of before is not written over").isEqualTo(3);
    assertThat(again.err()).contains("auth-failure.plan.json is already there");

    var mistyped = new Shell.Answer("Type the name of the target (sandbox)", "sandbx");
    var declined =
        shell.answering(
            List.of(mistyped, new Shell.Answer("'sandbx' is not the name of the target", "n")),
            "apply",
            "auth-failure.plan.json");
    assertThat(declined.exit()).as(declined.out() + declined.err()).isEqualTo(4);
    var applied =
        shell.answering(
            List.of(
                mistyped,
                new Shell.Answer("'sandbx' is not the name of the target", "sandbox"),
                new Shell.Answer("screenshot", "yes"),
                new Shell.Answer("Switch grid-api to fallback", "yes")),
            "apply",
            "auth-failure.plan.json");
    assertThat(applied.exit()).as(applied.out() + applied.err()).isZero();
    assertThat(shell.run("check", "smoke", "--wait", "10s").exit()).isZero();
  }

  /** What fails is not what the scenario is for: all that it would measure is well. */
  @Test
  void whereItsDiagnosisFindsNoCauseThatIsSaid() {
    var checked =
        shell.run(
            "check",
            "smoke",
            "--wait",
            "1s",
            "-p",
            "path=/no-such-page",
            "--on-failure",
            "plan:auth-failure=heal.json");
    assertThat(checked.exit()).as(checked.out() + checked.err()).isEqualTo(7);
    assertThat(checked.out())
        .contains("No plan: the diagnosis of 'auth-failure' finds no cause that it is for.");
    assertThat(home.resolve("heal.json")).doesNotExist();
    assertThat(checked.out().stripTrailing()).endsWith(": health FAIL");
  }

  /**
   * Neither the secret nor the keys: the checks fail, and the evidence shows none of the causes.
   */
  @Test
  void whereTheServiceIsInMaintenanceNothingIsPlanned() {
    production.setEnv("GRID_MAINTENANCE_MODE", "true");
    var checked = shell.run("check", "smoke", "--on-failure", "plan:auth-failure");
    assertThat(checked.exit()).isEqualTo(7);
    assertThat(checked.out()).contains("finds no cause that it is for");
    assertThat(checked.err()).contains("none of the causes that 'auth-failure' is for was found");
    assertThat(home.resolve("auth-failure.plan.json")).doesNotExist();
  }

  /** What keeps it from being planned is told; what was read is as it was. */
  @Test
  void whatCannotBePlannedIsSaidAndTheVerdictStays() {
    breakIt();
    var access = production.sandbox().cluster().access();
    access.deny("patch", "apps", "deployments");
    access.deny("update", "apps", "deployments");
    var checked =
        shell.run(
            "check", "smoke", "--output", "junit=smoke.xml", "--on-failure", "plan:auth-failure");
    assertThat(checked.exit()).as(checked.out() + checked.err()).isEqualTo(7);
    assertThat(checked.out()).contains("No plan: 'auth-failure' cannot be planned: kubernetes");
    assertThat(checked.err()).contains("missing:");
    assertThat(home.resolve("smoke.xml")).exists();
    assertThat(home.resolve("auth-failure.plan.json")).doesNotExist();
  }

  @Test
  void whatIsHealthyPlansNothing() {
    var checked = shell.run("check", "smoke", "--on-failure", "plan:auth-failure");
    assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    assertThat(checked.out()).doesNotContain("lan");
    assertThat(home.resolve("auth-failure.plan.json")).doesNotExist();
  }

  @Test
  void onGitHubThePlanIsInTheSummary() throws IOException {
    breakIt();
    shell.export("GITHUB_ACTIONS", "true").export("GITHUB_STEP_SUMMARY", "summary.md");
    var checked =
        shell.run("check", "smoke", "--output", "json", "--on-failure", "plan:auth-failure");
    assertThat(checked.exit()).as(checked.err()).isEqualTo(7);
    assertThat(checked.out()).startsWith("{").contains("saved the plan: auth-failure.plan.json");
    assertThat(checked.err())
        .contains(
            "::notice title=Plan::'auth-failure' is planned, ready to approve:"
                + " auth-failure.plan.json");
    assertThat(Files.readString(home.resolve("summary.md")))
        .contains("**FAIL**", "rollback approve auth-failure.plan.json", "## Plan: auth-failure");
  }
}
