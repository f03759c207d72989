package dev.rollback.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.approval.Keys;
import dev.rollback.cli.Shell;
import dev.rollback.cli.Shell.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed approvals from end to end: three machines, real keys, real systems. */
class ApprovalsTest {
  private static final String RUNBOOK =
      """
      apiVersion: rollback/v1
      scenario: release
      title: Announce release 2.0.0
      owner: grid-team
      steps:
        - id: limit
          name: Fewer logins
          action: kubernetes.set-env
          with: {deployment: grid-api, env: {LOGIN_RATE_LIMIT: "60"}}
        - gate: "Announce it?"
          approvers: {role: tech-lead, count: 2}
        - id: release
          name: Announce the release
          action: kubernetes.set-env
          with: {deployment: grid-api, env: {RELEASE: "2.0.0"}}
      after:
        - name: The service answers
          check: http.get
          with: {path: /health}
      """;

  private static Production production;

  @TempDir private Path machines;
  private Keys keys;
  private Path ops;
  private Shell oncall;
  private Shell desk;

  @BeforeAll
  static void start() {
    production = new Production();
  }

  @AfterAll
  static void stop() {
    production.close();
  }

  @BeforeEach
  void machines() throws IOException {
    keys = new Keys(Files.createDirectories(machines.resolve("keys")));
    ops = Files.createDirectories(machines.resolve("ops"));
    Files.createDirectories(ops.resolve("runbooks"));
    Files.writeString(ops.resolve("runbooks/release.yaml"), RUNBOOK);
    configure(people());
    oncall = new Shell(ops);
    // The approvers' machine has neither configuration nor runbooks.
    desk = new Shell(Files.createDirectories(machines.resolve("desk")), "somebody", "desk-1");
  }

  @AfterEach
  void putBack() {
    production.putBack();
  }

  private String people() {
    return """
    roles:
      tech-lead:
        - {name: alice, key: "%s"}
        - {name: bob, user: bob.b, key: "%s"}
      dba:
        - {name: carol, key: "%s"}
    """
        .formatted(keys.line("alice"), keys.line("bob"), keys.line("carol"));
  }

  private void configure(String roles) throws IOException {
    var text = production.configuration(List.of("policy: {gates: signed}"));
    Files.writeString(ops.resolve("rollback.yaml"), text + roles);
  }

  /** Takes a file to the other machine, has it approved there, and brings the approval back. */
  private String approval(String plan, String person, String... more) throws IOException {
    var there = machines.resolve("desk");
    Files.copy(
        ops.resolve(plan), there.resolve(plan), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    var out = person + "-" + System.nanoTime() + ".approval";
    var line =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "approve",
                    plan,
                    "--as",
                    person,
                    "--key",
                    keys.of(person).toString(),
                    "--yes",
                    "-o",
                    out),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new);
    var result = desk.run(line);
    assertThat(result.exit()).as(result.err()).isZero();
    Files.copy(there.resolve(out), ops.resolve(out));
    return out;
  }

  private Shell.Result ok(String... args) {
    var result = oncall.run(args);
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return result;
  }

  @Test
  void aRunStopsAtItsGateAndGoesOnWithTheApprovals() throws IOException {
    var stopped = oncall.run("scenario", "release", "--yes");
    assertThat(stopped.exit()).as(stopped.err()).isEqualTo(4);
    assertThat(stopped.out())
        .contains("needs signed approvals: 2 of role tech-lead")
        .contains("needs 2 signed approvals of role tech-lead, and has none")
        .contains("--plan -o plan.json")
        .contains("rollback approve plan.json --gate gate-1")
        .contains("--approval FILE");
    assertThat(release()).isNotEqualTo("2.0.0");

    ok("show", "latest", "--plan", "-o", "plan.json");
    var alice = approval("plan.json", "alice", "--gate", "gate-1");
    var one = oncall.run("resume", "latest", "--approval", alice);
    assertThat(one.exit()).isEqualTo(4);
    assertThat(one.out()).contains("has that of alice");
    assertThat(release()).isNotEqualTo("2.0.0");

    var bob = approval("plan.json", "bob");
    var both = oncall.run("resume", "latest", "--approval", alice, "--approval", bob);
    assertThat(both.exit()).as(both.out() + both.err()).isZero();
    assertThat(both.out()).contains("yes, by alice, bob (signed, 2 of role tech-lead)");
    assertThat(release()).isEqualTo("2.0.0");

    var json = oncall.run("report", "latest", "--format", "json").out();
    assertThat(json).contains("BEGIN SSH SIGNATURE").contains("approves: gate gate-1");
    assertThat(oncall.run("report", "latest", "--format", "markdown").out())
        .contains("alice, bob")
        .contains("SHA256:");
    assertThat(oncall.run("report", "latest").out()).contains("SHA256:");
    assertThat(ok("evidence", "verify", "latest").out())
        .contains("Its 2 signed approvals are of this plan");
  }

  private String release() {
    for (var variable : production.environment()) {
      if (variable.path("name").asText().equals("RELEASE")) {
        return variable.path("value").asText();
      }
    }
    return "";
  }

  @Test
  void aSavedPlanThatIsApprovedRunsToItsEndAtOnce() throws IOException {
    ok("plan", "release", "-o", "plan.json");
    var alice = approval("plan.json", "alice");
    var bob = approval("plan.json", "bob");
    ok("apply", "plan.json", "--yes", "--approval", alice, "--approval", bob);
    assertThat(release()).isEqualTo("2.0.0");
  }

  @Test
  void approvalsThatAreNoneAreToldAllAtOnceAndNothingIsChanged() throws IOException {
    ok("plan", "release", "-o", "plan.json");
    var alice = approval("plan.json", "alice");
    var again = approval("plan.json", "alice");
    var carol = approval("plan.json", "carol");
    var brief = approval("plan.json", "bob", "--expires", "PT5M");
    Files.writeString(
        ops.resolve("edited"),
        Files.readString(ops.resolve(alice)).replace("approves: gate gate-1", "approves: gate g"));
    ok("plan", "release", "-o", "other.json");
    var other = approval("other.json", "bob");
    oncall.clock().forward(java.time.Duration.ofMinutes(6));
    var result =
        oncall.run(
            "apply",
            "plan.json",
            "--yes",
            "--approval",
            alice,
            "--approval",
            again,
            "--approval",
            carol,
            "--approval",
            brief,
            "--approval",
            "edited",
            "--approval",
            other);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains("it is by 'alice' again")
        .contains("'carol' has the role dba, and what it approves")
        .contains("it expired at")
        .contains("its signature does not fit its text")
        .contains("a changed plan voids approvals");
    assertThat(oncall.run("runs").out()).doesNotContain("release");
  }

  @Test
  void whoRunsItDoesNotApproveItAndNeitherDoesWhoBeganIt() throws IOException {
    var bobs = new Shell(ops, "bob.b", "ops-1");
    assertThat(bobs.run("scenario", "release", "--yes").exit()).isEqualTo(4);
    ok("show", "latest", "--plan", "-o", "plan.json");
    var alice = approval("plan.json", "alice");
    var bob = approval("plan.json", "bob");
    var result = oncall.run("resume", "latest", "--approval", alice, "--approval", bob);
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("'bob' runs it: who runs something does not approve it");
    assertThat(release()).isNotEqualTo("2.0.0");
  }

  @Test
  void aGateThatNobodyCanApproveIsRefusedBeforeTheFirstStep() throws IOException {
    configure("");
    var result = oncall.run("scenario", "release", "--yes");
    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err())
        .contains("gate 'gate-1' needs signed approvals, 2 of role tech-lead")
        .contains("nobody of that role");
  }

  @Test
  void rolesThatCannotBeAreProblemsOfTheConfiguration() throws IOException {
    configure(
        """
        roles:
          tech-lead:
            - {name: alice, key: "%1$s"}
            - {name: alice, key: "%1$s"}
            - {name: bob, key: "%1$s"}
            - {name: carol, key: "-----BEGIN OPENSSH PRIVATE KEY-----"}
            - {name: dave}
        """
            .formatted(keys.line("alice")));
    var result = oncall.run("plan", "release");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("either a 'key' or a 'signers' file");
    configure(
        """
        roles:
          tech-lead:
            - {name: alice, key: "%1$s"}
            - {name: alice, key: "%1$s"}
            - {name: bob, key: "%1$s"}
            - {name: carol, key: "-----BEGIN OPENSSH PRIVATE KEY-----"}
        """
            .formatted(keys.line("alice")));
    assertThat(oncall.run("plan", "release").err())
        .contains("'alice' is twice in 'tech-lead'")
        .contains("'bob' has the same key as 'alice'")
        .contains("this is no OpenSSH public key");
  }

  @Test
  void approvingAsksAndSaysWhatIsSigned() throws IOException {
    ok("plan", "release", "-o", "plan.json");
    Files.copy(ops.resolve("plan.json"), machines.resolve("desk/plan.json"));
    var line =
        List.of("approve", "plan.json", "--as", "alice", "--key", keys.of("alice").toString());
    var args = line.toArray(String[]::new);
    var unattended = desk.run(args);
    assertThat(unattended.exit()).isEqualTo(4);
    assertThat(unattended.err()).contains("nobody is there to say yes");
    var no = desk.answering(List.of(new Answer("Sign it?", "no")), args);
    assertThat(no.exit()).isEqualTo(4);
    assertThat(machines.resolve("desk/plan.json.alice.approval")).doesNotExist();
    var yes = desk.answering(List.of(new Answer("approves: the plan as a whole", "yes")), args);
    assertThat(yes.exit()).as(yes.err()).isZero();
    assertThat(yes.out()).contains("Plan: release, Announce release").contains("by: alice");
    assertThat(machines.resolve("desk/plan.json.alice.approval")).exists();
  }

  @Test
  void approvingNeedsToKnowWhoAndWhatAndWithWhichKey() throws IOException {
    ok("plan", "release", "-o", "plan.json", "--expires", "PT10M");
    Files.copy(ops.resolve("plan.json"), machines.resolve("desk/plan.json"));
    var key = keys.of("alice").toString();
    assertThat(desk.run("approve", "plan.json", "--yes", "--key", key).err())
        .contains("no rollback.yaml here that tells who you are");
    assertThat(desk.run("approve", "plan.json", "--yes", "--as", "alice").err())
        .contains("there is no key in");
    assertThat(
            desk.run("approve", "plan.json", "--yes", "--as", "a", "--key", key, "--gate", "gate")
                .err())
        .contains("the plan has no gate 'gate'")
        .contains("Did you mean 'gate-1'?");
    assertThat(oncall.run("approve", "plan.json", "--yes", "--as", "bob", "--key", key).err())
        .contains("the key is that of 'alice' in rollback.yaml, not of 'bob'");
    assertThat(oncall.run("approve", "plan.json", "--yes", "--as", "zoe", "--key", key).err())
        .contains("nobody called 'zoe'");
    desk.export("PATH", machines.toString());
    assertThat(desk.run("approve", "plan.json", "--yes", "--as", "alice", "--key", key).err())
        .contains("there is no ssh-keygen in the folders of PATH");
    desk.clock().forward(java.time.Duration.ofMinutes(11));
    assertThat(desk.run("approve", "plan.json", "--yes", "--as", "alice", "--key", key).err())
        .contains("the saved plan expired");
  }

  @Test
  void aPlanThatHoldsASecretIsNotWritten() throws IOException {
    var secret = Files.readString(production.sandbox().smokeUser().password()).strip();
    var login =
        """
          - check: http.login
            with:
              path: /api/auth/login
              user: {secret: smoke-user}
              password: {secret: smoke-password}
        # %s
        """
            .formatted(secret);
    Files.writeString(ops.resolve("runbooks/release.yaml"), RUNBOOK + login);
    var result = oncall.run("plan", "release", "-o", "plan.json");
    assertThat(result.exit()).as(result.out()).isEqualTo(3);
    assertThat(result.err()).contains("the plan holds the value of a secret in clear text");
    assertThat(result.err()).doesNotContain(secret);
    assertThat(ops.resolve("plan.json")).doesNotExist();
  }

  @Test
  void ofTwoWhoApplyAPlanAtOnceOneRunsIt() throws Exception {
    var runbook = RUNBOOK.replaceAll("(?m)^  - gate.*\\n.*approvers.*\\n", "");
    Files.writeString(ops.resolve("runbooks/release.yaml"), runbook);
    for (var round = 1; round <= 3; round++) {
      production.putBack();
      var plan = "plan-" + round + ".json";
      ok("plan", "release", "-o", plan);
      var barrier = new CyclicBarrier(2);
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Callable<Shell.Result> apply =
            () -> {
              barrier.await();
              return oncall.run("apply", plan, "--yes");
            };
        var one = executor.submit(apply);
        var other = executor.submit(apply);
        assertThat(List.of(one.get().exit(), other.get().exit()))
            .as(one.get().err() + other.get().err())
            .containsExactlyInAnyOrder(0, 3);
      }
      var late = oncall.run("apply", plan, "--yes");
      assertThat(late.exit()).isEqualTo(3);
      assertThat(late.err()).contains("was run already");
    }
  }
}
