package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.host.TestSshd;
import dev.rollback.secrets.Search;
import dev.rollback.secrets.Texts;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on hosts, as they are written in files and told on the command line. */
class HostsOnTheCommandLineTest {
  private static final String SECRET = "p4ss \"word\" + ünder/way";

  @TempDir Path directory;
  @TempDir Path server;

  private final TestSite grid = TestSite.answering(_ -> new Reply(200, "well"));
  private final List<Shell.Result> results = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("runbooks"));
    program(
        "tell them",
        "echo \"$1\" >>told; echo \"got $TOKEN\"; printf %s \"$TOKEN\" | base64; exit $(cat code)");
    Files.writeString(directory.resolve("code"), "0");
    configuration("here: {}");
    runbook("here");
  }

  private void configuration(String hosts) throws IOException {
    Files.writeString(
        directory.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets:
          staging:
            lease: none
            http: {base: "%s"}
            hosts: {%s}
        """
            .formatted(grid.url(), hosts));
  }

  private void runbook(String host) throws IOException {
    Files.writeString(
        directory.resolve("runbooks/tell.yaml"),
        """
        apiVersion: rollback/v1
        scenario: tell
        title: Tell the cache
        owner: ops
        steps:
          - id: flag
            action: exec.ensure
            connection: %1$s
            with:
              command: [touch, a flag]
              check: [test, -e, a flag]
              undo: [rm, a flag]
              directory: %2$s
              risk: reversible
          - id: tell
            name: Tell them
            action: exec.run
            connection: %1$s
            with:
              command: [./tell them, "it's over"]
              environment: {LEVEL: high}
              secrets: {TOKEN: {env: TOKEN}}
              directory: %2$s
              timeout: PT20S
              risk: reversible
        after:
          - {check: http.get, with: {path: /}}
        """
            .formatted(host, directory));
  }

  private void program(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(
        directory.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void stop() {
    grid.close();
  }

  private Shell shell() {
    return new Shell(directory).export("TOKEN", SECRET).export("PATH", System.getenv("PATH"));
  }

  private Shell.Result run(Shell shell, int exit, String... line) {
    var result = shell.run(line);
    results.add(result);
    assertThat(result.exit())
        .as(String.join(" ", line) + "\n" + result.out() + result.err())
        .isEqualTo(exit);
    return result;
  }

  private List<String> told() throws IOException {
    var file = directory.resolve("told");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void everything(Shell shell, String where) throws IOException {
    run(shell, 0, "validate");
    var plan = run(shell, 0, "scenario", "tell", "--dry-run").out();
    assertThat(plan)
        .contains("exec.ensure on what `touch 'a flag'` brings about via hosts." + where)
        .contains("~ holds: false -> true", "opaque: only what is started is known")
        .contains("note:      Its undo runs: rm 'a flag'")
        .contains("exec.run on program ./tell them via hosts." + where)
        .contains("      './tell them' 'it'\\''s over'\n")
        .contains("with LEVEL=high, with TOKEN from a secret, at most 20s; success is exit code 0")
        .contains("IMPOSSIBLE: what is sent or started cannot be taken back");
    run(shell, 0, "scenario", "tell", "--dry-run", "--output", "json");
    assertThat(told()).isEmpty();
    assertThat(directory.resolve("a flag")).doesNotExist();
    var ran = run(shell, 0, "scenario", "tell", "--yes").out();
    assertThat(ran).contains("[2/2] tell: done after ", ": exit code 0 after ", "got ***; ***");
    assertThat(told()).containsExactly("it's over");
    assertThat(directory.resolve("a flag")).exists();
    for (var format : List.of("text", "json", "markdown")) {
      assertThat(run(shell, 0, "report", "--format", format).out())
          .contains("exit code 0 after ", "success is exit code 0");
    }
    run(shell, 0, "report", "--format", "junit");
    run(shell, 0, "status");
    run(shell, 0, "evidence", "verify");
    run(shell, 0, "doctor", "tell");
    isNowhere();
  }

  @Test
  void onThisMachine() throws IOException {
    everything(shell(), "here");
  }

  /** The target has no host, and no step that takes part needs one. */
  @Test
  void aStepThatIsLeftOutNeedsNoHost() throws IOException {
    configuration("");
    var file = directory.resolve("runbooks/tell.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "owner: ops",
                "owner: ops\nparameters: {hosts: {type: boolean, default: false,"
                    + " description: Whether there are hosts}}")
            .replace(
                "    connection: here\n", "    connection: here\n    when: parameters.hosts\n"));
    run(shell(), 0, "validate");
    assertThat(run(shell(), 0, "scenario", "tell", "--dry-run").out())
        .contains("its condition does not hold: parameters.hosts");
    run(shell(), 0, "scenario", "tell", "--yes");
    assertThat(told()).isEmpty();
    var missing = "target 'staging' has no hosts connection 'here'";
    var needed = run(shell(), 2, "scenario", "tell", "--yes", "-p", "hosts=true");
    assertThat(needed.err()).contains(missing, "tell.yaml");
    assertThat(run(shell(), 2, "doctor", "tell").err()).contains(missing);
    assertThat(run(shell(), 2, "lint", "tell", "--target", "staging").err()).contains(missing);
    assertThat(told()).isEmpty();
  }

  @Test
  void bySsh() throws IOException {
    try (var sshd = new TestSshd(server)) {
      configuration("cache: {ssh: " + TestSshd.HOST + "}");
      runbook("cache");
      var shell = shell();
      sshd.environment().forEach(shell::export);
      everything(shell, "cache");
    }
  }

  @Test
  void whatFailsMayHaveHappenedAndIsNotRepeated() throws IOException {
    Files.writeString(directory.resolve("code"), "3");
    var shell = shell();
    var ran = run(shell, 6, "scenario", "tell", "--yes");
    assertThat(ran.out())
        .contains("[2/2] tell: OUTCOME UNKNOWN, it may have taken effect: ")
        .contains("'./tell them' 'it'\\''s over' on this machine ended with exit code 3 after ")
        .contains("find out whether tell has taken effect");
    var report = run(shell, 0, "report").out();
    assertThat(report).contains("UNKNOWN           tell: Tell them");
    assertThat(run(shell, 4, "resume").out()).contains("its outcome is unknown");
    assertThat(told()).hasSize(1);
    Files.writeString(directory.resolve("code"), "0");
    var answers = List.of(new Shell.Answer("Has it been done", "no"));
    var again = shell.answering(answers, "resume");
    assertThat(again.exit()).isZero();
    assertThat(told()).hasSize(2);
    results.add(again);
    isNowhere();
  }

  @Test
  void whatIsMissingIsToldBeforeAnythingIsDone() throws IOException {
    Files.delete(directory.resolve("tell them"));
    var refused = run(shell(), 3, "scenario", "tell", "--yes");
    assertThat(refused.err())
        .contains("hosts.here: there is no program ./tell them on this machine")
        .contains("needed by tell");
    assertThat(directory.resolve("a flag")).doesNotExist();
  }

  private void isNowhere() {
    var search = new Search(SECRET);
    for (var result : results) {
      assertThat(search.in(result.out() + result.err())).isEmpty();
    }
    Texts.of(List.of(new Shell(directory).state()))
        .forEach((file, text) -> assertThat(search.in(text)).as(file).isEmpty());
  }
}
