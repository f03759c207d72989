package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of a Secret that are set, generated, overwritten, removed and brought back by the real
 * command line are in no output and in no file, in whatever form.
 */
class SecretValuesAppearNowhereTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final String NAME = "grid-auth";
  private static final Map<String, String> OLD =
      Map.of(
          "FROM_ENV", "the old value / of + this \"one\"",
          "FROM_FILE", "first line\nsecond line\tof a key",
          "GONE", "p@ss & w0rd = ä");
  private static final String FROM_ENV = "brand new / value + \"for\" ever";
  private static final String FROM_FILE = "-----BEGIN KEY-----\nbm90IGEga2V5\n-----END KEY-----";
  private static final String FROM_COMMAND = "printed\\by a \"command\" ü";

  @TempDir Path home;
  private final List<Shell.Result> results = new ArrayList<>();

  @BeforeEach
  void arrange() throws IOException {
    SANDBOX.create(using());
    SANDBOX
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withStringData(OLD)
                .build())
        .inNamespace("grid")
        .create();
    Files.createDirectories(home.resolve("runbooks"));
    Files.createDirectories(home.resolve("secrets"));
    Files.writeString(home.resolve("secrets/key"), FROM_FILE + "\n");
    Files.writeString(home.resolve("secrets/printed"), FROM_COMMAND + "\n");
    Files.writeString(
        home.resolve("rollback.yaml"),
        """
        apiVersion: rollback/v1
        targets:
          production:
            kubernetes: {context: sandbox, namespace: grid, kubeconfig: "%s"}
            lease: none
            secrets: {printed: {command: [cat, secrets/printed]}}
        """
            .formatted(SANDBOX.kubeconfig()));
    Files.writeString(
        home.resolve("runbooks/rotate.yaml"),
        """
        apiVersion: rollback/v1
        scenario: rotate
        title: Rotate what protects sessions
        owner: identity-team
        steps:
          - id: rotate
            action: kubernetes.set-secret
            with:
              secret: grid-auth
              set:
                FROM_ENV: {env: NEW_VALUE}
                FROM_FILE: {file: secrets/key}
                FROM_COMMAND: {secret: printed}
              generate:
                SESSION_KEY: {bytes: 32, encoding: base64}
              remove: [GONE]
              restart: true
        after:
          - {check: kubernetes.ready, with: {deployment: grid-api}, within: PT30S, every: PT0.05S}
        """);
  }

  private static Deployment using() {
    return Deployments.sleeping("grid-api", SANDBOX.image(), 1).toBuilder()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewEnvFrom()
        .withNewSecretRef(NAME, false)
        .endEnvFrom()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.admin().secrets().inNamespace("grid").withName(NAME).delete();
    SANDBOX.delete("grid-api");
  }

  private Shell.Result run(Shell shell, int exit, String... line) {
    var result = shell.run(line);
    results.add(result);
    assertThat(result.exit())
        .as(String.join(" ", line) + "\n" + result.out() + result.err())
        .isEqualTo(exit);
    return result;
  }

  private static Map<String, String> entries() {
    var texts = new TreeMap<String, String>();
    SANDBOX
        .admin()
        .secrets()
        .inNamespace("grid")
        .withName(NAME)
        .get()
        .getData()
        .forEach(
            (k, v) ->
                texts.put(k, new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8)));
    return texts;
  }

  @Test
  void inNoOutputAndInNoFile() throws IOException {
    var shell = new Shell(home).export("NEW_VALUE", FROM_ENV);
    run(shell, 0, "validate");
    run(shell, 0, "plan", "rotate", "-o", "plan.json");
    run(shell, 0, "scenario", "rotate", "--dry-run", "--output", "json");
    SANDBOX.cluster().access().deny("update", "apps", "deployments");
    run(shell, 3, "scenario", "rotate", "--yes");
    SANDBOX.cluster().access().allowAll();
    var applied = run(shell, 0, "apply", "plan.json", "--yes");
    assertThat(applied.out())
        .contains("entries.SESSION_KEY.fingerprint")
        .contains("restarts.deployment/grid-api: ");
    var made = entries();
    assertThat(made)
        .containsOnlyKeys("FROM_ENV", "FROM_FILE", "FROM_COMMAND", "SESSION_KEY")
        .containsEntry("FROM_ENV", FROM_ENV)
        .containsEntry("FROM_FILE", FROM_FILE)
        .containsEntry("FROM_COMMAND", FROM_COMMAND);
    for (var format : List.of("text", "json", "markdown", "junit")) {
      run(shell, 0, "report", "--format", format);
    }
    run(shell, 0, "status");
    run(shell, 0, "undo", run(applied), "--yes");
    assertThat(entries()).isEqualTo(OLD);
    run(shell, 0, "report", "--format", "json");
    run(shell, 0, "evidence", "verify");

    var all = Stream.concat(OLD.values().stream(), made.values().stream()).toList();
    assertThat(all).hasSize(7);
    all.forEach(this::isNowhere);
  }

  private static String run(Shell.Result applied) {
    return applied.out().replaceFirst("(?s).*\\nRun (\\S+):.*", "$1");
  }

  private void isNowhere(String value) {
    for (var form : forms(value)) {
      for (var result : results) {
        assertThat(result.out()).doesNotContain(form);
        assertThat(result.err()).doesNotContain(form);
      }
      files().forEach((file, text) -> assertThat(text).as(file).doesNotContain(form));
    }
  }

  private static List<String> forms(String value) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var json = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return List.of(
        value,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(value, StandardCharsets.UTF_8),
        URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
        json.replace("\t", "\\t"));
  }

  /** All that was written: plans, journals, what lies beside them. */
  private Map<String, String> files() {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(home)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(home.resolve("secrets"))) {
          all.put(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(all.keySet()).anyMatch(f -> f.endsWith("plan.json"));
    assertThat(all.keySet()).anyMatch(f -> f.contains("state"));
    return all;
  }
}
