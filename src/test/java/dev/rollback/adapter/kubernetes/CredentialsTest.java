package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import dev.rollback.diagnostic.SystemException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that change while a run lasts, given as kubectl is given them. */
class CredentialsTest {
  private static final String EXEC =
      "{exec: {apiVersion: client.authentication.k8s.io/v1, command: %s, args: %s, env: [{name:"
          + " PLUGIN, value: from kubeconfig}], provideClusterInfo: true, interactiveMode: Never,"
          + " installHint: Install it from the intranet.}}";

  @TempDir Path folder;
  private final StubApi api = StubApi.plain();
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void path() {
    environment = Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Connection<KubernetesReader, KubernetesWriter> connect(String user) throws IOException {
    return StubApi.connect(folder, "{server: \"" + api.url() + "\"}", user, environment);
  }

  /** A program that counts how often it was started, and then does this. */
  private String plugin(String script) throws IOException {
    var file = folder.resolve("bin").resolve("plug in");
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        file,
        """
        #!/bin/sh
        echo 'a warning that is no part of the answer' >&2
        echo x >> "%1$s/started"
        n=$(wc -l < "%1$s/started" | tr -d ' ')
        """
                .formatted(folder)
            + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return "\"./bin/plug in\"";
  }

  private static String credential(String status) {
    return """
    echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":'%s'}'
    """
        .formatted(status);
  }

  private int started() throws IOException {
    return Files.readAllLines(folder.resolve("started")).size();
  }

  private static SystemException failure(
      Connection<KubernetesReader, KubernetesWriter> connection) {
    return catchThrowableOfType(SystemException.class, () -> StubApi.read(connection));
  }

  @Test
  void aPluginIsStartedAsItStandsAndOnceForManyRequests() throws IOException {
    var command =
        plugin(
            """
            printf '%s\\n' "$1" "$2" "$PLUGIN" "$HOME" "$KUBERNETES_EXEC_INFO" > "$HOME/told"
            """
                + credential("'{\"token\":\"one\"}'"));
    try (var connection = connect(EXEC.formatted(command, "[\"a b\", \"$(id)'\\\"\"]"))) {
      StubApi.read(connection);
      StubApi.read(connection);
    }
    assertThat(api.headers("Authorization")).containsExactly("Bearer one", "Bearer one");
    assertThat(started()).isEqualTo(1);
    var told = Files.readAllLines(folder.resolve("told"));
    assertThat(told.subList(0, 4))
        .containsExactly("a b", "$(id)'\"", "from kubeconfig", folder.toString());
    assertThat(told.get(4))
        .contains("\"interactive\":false", "\"server\":\"" + api.url() + "\"", "ExecCredential");
  }

  @Test
  void whatHasExpiredIsAskedForAnew() throws IOException {
    var command =
        plugin(
            "t=\"{\\\"token\\\":\\\"t$n\\\",\\\"expirationTimestamp\\\":\\\"2020-01-01T00:00:00Z\\\"}\"\n"
                + credential("\"$t\""));
    try (var connection = connect(EXEC.formatted(command, "[]"))) {
      StubApi.read(connection);
      StubApi.read(connection);
    }
    assertThat(api.headers("Authorization")).doesNotHaveDuplicates();
  }

  @Test
  void whatTheServerRefusesIsAskedForAnewAndTheRequestIsMade() throws IOException {
    var command = plugin("t=\"{\\\"token\\\":\\\"t$n\\\"}\"\n" + credential("\"$t\""));
    refuse("Bearer t1");
    try (var connection = connect(EXEC.formatted(command, "[]"))) {
      var workload = StubApi.read(connection);
      refuse("Bearer t2");
      assertThat(connection.writer().update(workload)).isTrue();
    }
    assertThat(api.headers("Authorization"))
        .containsExactly("Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3");
    assertThat(started()).isEqualTo(3);
  }

  private void refuse(String credentials) {
    api.answer(
        asked ->
            asked.header("Authorization").equals(credentials)
                ? Optional.of(new StubApi.Answer(401, Map.of()))
                : Optional.empty());
  }

  @Test
  void aTokenThatStaysRefusedIsNotTriedForEver() throws IOException {
    var command = plugin(credential("'{\"token\":\"one\"}'"));
    refuse("Bearer one");
    try (var connection = connect(EXEC.formatted(command, "[]"))) {
      assertThat(failure(connection).problem()).contains("401", "'oncall'");
    }
    assertThat(api.asked()).hasSizeLessThan(4);
  }

  @Test
  void aPluginThatFailsSaysWhy() throws IOException {
    var failing = plugin("echo 'the session has ended: log in again' >&2; echo s3cr3t; exit 3\n");
    try (var connection = connect(EXEC.formatted(failing, "[]"))) {
      assertThat(failure(connection).problem())
          .contains("./bin/plug in", "exit code 3", "the session has ended: log in again")
          .doesNotContain("s3cr3t");
    }
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void anAnswerThatIsNoneIsNotShown() throws IOException {
    for (var answer :
        Map.of(
                "echo s3cr3t\n",
                "printed no JSON",
                "echo '{\"apiVersion\":\"v0\",\"status\":{\"token\":\"s3cr3t\"}}'\n",
                "version 'v0'",
                credential("'{}'"),
                "neither a token nor a certificate")
            .entrySet()) {
      try (var connection = connect(EXEC.formatted(plugin(answer.getKey()), "[]"))) {
        var failure = failure(connection);
        assertThat(failure.problem()).contains(answer.getValue()).doesNotContain("s3cr3t");
        assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      }
    }
  }

  @Test
  void aPluginThatIsNotThereAndOneThatWantsATerminal() throws IOException {
    try (var connection = connect(EXEC.formatted("no-such-plugin", "[]"))) {
      assertThat(failure(connection).problem())
          .contains("no-such-plugin", "cannot be started", "Install it from the intranet.");
    }
    var always = EXEC.replace("Never", "Always").formatted(plugin("exit 0\n"), "[]");
    try (var connection = connect(always)) {
      assertThat(failure(connection).problem()).contains("wants a terminal");
    }
  }

  @Test
  void aTokenFileIsReadAgainAndComesBeforeAToken() throws IOException {
    Files.writeString(folder.resolve("token"), "one\n");
    try (var connection = connect("{token: old, tokenFile: token}")) {
      StubApi.read(connection);
      Files.writeString(folder.resolve("token"), "two\n");
      StubApi.read(connection);
      Files.delete(folder.resolve("token"));
      assertThat(failure(connection).problem())
          .contains("token file " + folder.resolve("token") + " cannot be read");
    }
    assertThat(api.headers("Authorization")).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void whoIsImpersonatedIsSaid() throws IOException {
    try (var connection = connect("{token: x, as: jane, as-groups: [ops, dev]}")) {
      StubApi.read(connection);
    }
    var headers = api.asked().getFirst().headers();
    assertThat(headers.getFirst("Impersonate-User")).isEqualTo("jane");
    assertThat(headers.get("Impersonate-Group")).containsExactlyInAnyOrder("ops", "dev");
  }

  @Test
  void severalFilesAreOneEachWithItsOwnFolder() throws IOException {
    var one = Files.createDirectories(folder.resolve("one"));
    var two = Files.createDirectories(folder.resolve("two"));
    Files.writeString(two.resolve("token"), "from two");
    Files.writeString(
        one.resolve("k"),
        "contexts: [{name: lab, context: {cluster: c, user: u}}]\n"
            + "clusters: [{name: c, cluster: {server: \"%s\"}}]\n".formatted(api.url()));
    Files.writeString(
        two.resolve("k"),
        """
        users: [{name: u, user: {tokenFile: token}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1", proxy-url: "http://127.0.0.1:1"}}]
        """);
    var variables = new HashMap<>(environment);
    variables.put(
        "KUBECONFIG", String.join(File.pathSeparator, List.of(one + "/k", "", two + "/k")));
    try (var connection =
        new KubernetesAdapter(variables, folder)
            .connect(
                new KubernetesSettings("lab", "grid", Optional.empty()), Deployments.NO_SECRETS)) {
      StubApi.read(connection);
    }
    assertThat(api.headers("Authorization")).containsExactly("Bearer from two");
  }
}
