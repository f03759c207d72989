package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  /** Nothing listens there: whoever sends something fails. */
  private static final String NOWHERE = "https://127.0.0.1:1";

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
    return Files.writeString(file, text);
  }

  private static String kubeconfig(String context, String server) {
    return """
    apiVersion: v1
    kind: Config
    current-context: other
    clusters: [{name: c-%1$s, cluster: {server: "%2$s"}}]
    users: [{name: u-%1$s, user: {token: top-secret}}]
    contexts:
    - {name: %1$s, context: {cluster: c-%1$s, user: u-%1$s, namespace: ambient}}
    - {name: other, context: {cluster: missing, user: u-%1$s}}
    """
        .formatted(context, server);
  }

  private String connect(Map<String, String> environment, String context, String... kubeconfig) {
    var settings =
        new KubernetesSettings(
            context, "grid", Optional.of(kubeconfig).filter(k -> k.length > 0).map(k -> k[0]));
    try (var connection =
        new KubernetesAdapter(environment, folder).connect(settings, Deployments.NO_SECRETS)) {
      return connection.address();
    }
  }

  @Test
  void connectingSendsNothingAndUsesTheNamedContextAndNamespace() throws IOException {
    write("k", kubeconfig("lab", NOWHERE));
    assertThat(connect(Map.of(), "lab", "k")).isEqualTo(NOWHERE + ", namespace grid");
  }

  @Test
  void aTildeIsTheHomeFolder() throws IOException {
    write("home/k", kubeconfig("lab", NOWHERE));
    var home = Map.of("HOME", folder.resolve("home").toString());
    assertThat(connect(home, "lab", "~/k")).startsWith(NOWHERE);
  }

  @Test
  void withoutAFileItIsTheOneThatKubectlUses() throws IOException {
    write("home/.kube/config", kubeconfig("lab", NOWHERE));
    var other = write("k", kubeconfig("lab", "https://127.0.0.1:2"));
    var home = Map.of("HOME", folder.resolve("home").toString());
    assertThat(connect(home, "lab")).startsWith(NOWHERE);
    assertThat(connect(Map.of("KUBECONFIG", other.toString()), "lab"))
        .startsWith("https://127.0.0.1:2");
  }

  @Test
  void severalFilesAreOneAndTheFirstCounts() throws IOException {
    var one = write("1", kubeconfig("one", NOWHERE));
    var two = write("2", kubeconfig("two", "https://127.0.0.1:2"));
    var list = String.join(File.pathSeparator, folder + "/none", one.toString(), two.toString());
    assertThat(connect(Map.of("KUBECONFIG", list), "one")).startsWith(NOWHERE);
    assertThat(connect(Map.of("KUBECONFIG", list), "two")).startsWith("https://127.0.0.1:2");
  }

  @Test
  void aMissingFileIsNamed() {
    refused(() -> connect(Map.of(), "lab", "none"), folder + "/none", "rollback.yaml");
    refused(() -> connect(Map.of("KUBECONFIG", "/none/k"), "lab"), "/none/k", "KUBECONFIG");
    refused(() -> connect(Map.of("HOME", "/none"), "lab"), "/none/.kube/config", "kubeconfig:");
    refused(() -> connect(Map.of(), "lab"), "neither KUBECONFIG nor HOME", "kubeconfig:");
  }

  @Test
  void aMissingContextIsNamedWithThoseThereAre() throws IOException {
    write("k", kubeconfig("prod-eu", NOWHERE));
    refused(
        () -> connect(Map.of(), "prod-ue", "k"),
        "no context 'prod-ue' in "
            + folder
            + "/k; did you mean 'prod-eu'? There are: other, prod-eu",
        "context:");
  }

  @Test
  void aContextWithoutItsClusterIsRefused() throws IOException {
    write("k", kubeconfig("lab", NOWHERE));
    refused(() -> connect(Map.of(), "other", "k"), "the cluster 'missing'", "set-cluster missing");
  }

  @Test
  void whatIsNoKubeconfigIsRefusedWithoutQuotingIt() throws IOException {
    write("k", "users: [{name: u, user: {token: top-secret\n");
    refused(() -> connect(Map.of(), "lab", "k"), folder + "/k", "config view");
    assertThatThrownBy(() -> connect(Map.of(), "lab", "k")).hasMessageNotContaining("top-secret");
    refused(() -> connect(Map.of(), "lab", "k"), "line 2", "config view");
    write("odd", "contexts: 5");
    refused(() -> connect(Map.of(), "lab", "odd"), folder + "/odd", "config view");
    write("empty", "");
    refused(() -> connect(Map.of(), "lab", "empty"), "is empty", "config view");
  }

  @Test
  void credentialsThatCannotBeReadAreRefusedWhenTheyAreNeeded() throws IOException {
    write(
        "k",
        kubeconfig("lab", NOWHERE)
            .replace("token: top-secret", "client-certificate: gone.crt, client-key: gone.key"));
    var settings = new KubernetesSettings("lab", "grid", Optional.of("k"));
    try (var connection =
        new KubernetesAdapter(Map.of(), folder).connect(settings, Deployments.NO_SECRETS)) {
      assertThatThrownBy(connection::ping)
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("credentials of user 'u-lab' in " + folder + "/k cannot be used")
          .hasMessageContaining("gone.crt");
    }
  }

  @Test
  void settingsThatCouldOnlyFailLaterAreRefused() {
    refusedArgument(() -> connect(Map.of(), " "), "the context is empty");
    assertThatThrownBy(() -> new KubernetesSettings("lab", "Grid_1", Optional.empty()))
        .hasMessageContaining("'Grid_1' is no namespace");
  }

  private static void refusedArgument(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message, String advice) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UserException.class,
            e -> {
              assertThat(e).hasMessageContaining(message);
              assertThat(e.problems().getFirst().advice().orElse("")).contains(advice);
            });
  }
}
