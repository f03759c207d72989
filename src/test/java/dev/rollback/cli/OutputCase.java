package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.drill.Production;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A command line whose output for programs is looked at.
 *
 * @param command the command, as it stands in the help
 * @param exit how it ends
 * @param before what was done before
 * @param answers what is asked, and what is typed
 * @param arguments what stands behind the command
 */
record OutputCase(
    String command, int exit, Before before, List<Shell.Answer> answers, List<String> arguments) {
  /** What was done before. */
  interface Before {
    void in(Stage stage) throws IOException;
  }

  static OutputCase of(String command, int exit, Before before, String... arguments) {
    return new OutputCase(command, exit, before, List.of(), List.of(arguments));
  }

  OutputCase answering(String part, String typed) {
    return new OutputCase(command, exit, before, List.of(new Shell.Answer(part, typed)), arguments);
  }

  @Override
  public String toString() {
    return command + " " + String.join(" ", arguments) + " → " + exit;
  }

  /** A directory with runbooks, and a sandbox that all cases have in common. */
  static final class Stage {
    private static final String TUNE =
        """
        apiVersion: rollback/v1
        scenario: tune
        title: The limit is wrong
        symptoms: [Logins are refused]
        owner: ops
        review: {last: 2026-01-01, every: P30D}
        steps:
          - id: limit
            action: kubernetes.set-env
            with: {deployment: grid-api, env: {LOGIN_RATE_LIMIT: "61"}}
            temporary: PT30M
        after: [{check: redis.ping}]
        """;
    private static final String GATED =
        """
        apiVersion: rollback/v1
        scenario: gated
        title: The limit is wrong
        owner: ops
        steps:
          - gate: Go on?
          - id: limit
            action: kubernetes.set-env
            with: {deployment: grid-api, env: {LOGIN_RATE_LIMIT: "62"}}
        after: [{check: redis.ping}]
        """;
    private static final String SICK =
        """
        apiVersion: rollback/v1
        scenario: sick
        title: It never answers so
        owner: ops
        steps: []
        after: [{check: http.get, with: {path: /health}, expect: status == 599}]
        """;

    private final Path home;
    private final Production production;
    private final Shell shell;

    Stage(Path home, Production production) throws IOException {
      this.home = home;
      this.production = production;
      this.shell = new Shell(home);
      runbook("tune", TUNE);
      runbook("gated", GATED);
      runbook("sick", SICK);
      Files.copy(Path.of("runbooks/auth-failure.yaml"), home.resolve("runbooks/auth-failure.yaml"));
      production.configure(home, List.of("policy: {gates: terminal}"));
    }

    Shell shell() {
      return shell;
    }

    Path home() {
      return home;
    }

    void runbook(String name, String text) throws IOException {
      var runbooks = Files.createDirectories(home.resolve("runbooks"));
      Files.writeString(runbooks.resolve(name + ".yaml"), text);
    }

    void ran(int exit, String line) {
      var result = shell.run(line.split(" "));
      assertThat(result.exit()).as(line + "\n" + result.out() + result.err()).isEqualTo(exit);
    }

    void clock(Duration forward) {
      shell.clock().forward(forward);
    }

    /** From now on nobody answers where the cluster was. */
    void unplug() throws IOException {
      var live = Files.readString(production.sandbox().kubeconfig());
      Files.writeString(
          home.resolve("kubeconfig"), live.replaceAll("(server: \"?https?://[^:]+):\\d+", "$1:1"));
      edit(
          "rollback.yaml",
          production.sandbox().kubeconfig().toString(),
          home.resolve("kubeconfig").toString());
    }

    void edit(String file, String from, String to) throws IOException {
      var path = home.resolve(file);
      var text = Files.readString(path);
      assertThat(text).contains(from);
      Files.writeString(path, text.replace(from, to));
    }

    void key() throws IOException {
      try {
        var keygen =
            new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
                .directory(home.toFile())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    void putBack() {
      production.putBack();
    }
  }
}
