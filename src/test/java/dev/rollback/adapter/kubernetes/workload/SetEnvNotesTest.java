package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a preview of {@code kubernetes.set-env} says of where else values come from. */
class SetEnvNotesTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();
  private static final String NAME = "grid-api";

  @BeforeEach
  void arrange() {
    SANDBOX.create(Deployments.sleeping(NAME, SANDBOX.image(), 0));
    SANDBOX
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .endMetadata()
                .addToData("LEVEL", "debug")
                .build())
        .inNamespace(SANDBOX.namespace())
        .createOr(there -> there.update());
  }

  @AfterEach
  void tidy() {
    SANDBOX.delete(NAME);
  }

  private static void envFrom(EnvFromSource... sources) {
    SANDBOX.edit(
        NAME,
        d -> {
          d.getSpec()
              .getTemplate()
              .getSpec()
              .getContainers()
              .getFirst()
              .setEnvFrom(List.of(sources));
          return d;
        });
  }

  private static EnvFromSource configMap(String prefix) {
    return new EnvFromSourceBuilder()
        .withPrefix(prefix)
        .withNewConfigMapRef("settings", false)
        .build();
  }

  private static List<String> notes(SetEnv action) {
    try (var connection = Deployments.connect(SANDBOX)) {
      return action.observe(connection.reader()).notes();
    }
  }

  private static SetEnv set(Map<String, String> env, String... unset) {
    return new SetEnv(NAME, Optional.empty(), env, List.of(unset), List.of());
  }

  private static SetEnv fromConfigMap(String name, String key, boolean optional) {
    return new SetEnv(
        Optional.of(NAME),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of("MODE", new EnvReference(name, key, optional)),
        List.of(),
        List.of());
  }

  @Test
  void anEntryThatHidesAnother() {
    envFrom(configMap("GRID_"));
    assertThat(notes(set(Map.of("GRID_LEVEL", "warn"))))
        .containsExactly(
            "GRID_LEVEL also comes from ConfigMap settings (envFrom): its own entry counts, and"
                + " hides that one.");
    assertThat(notes(set(Map.of("LEVEL", "warn", "GRID_OTHER", "1")))).isEmpty();
  }

  @Test
  void anEntryBehindTheOneThatIsRemoved() {
    envFrom(configMap(""));
    assertThat(notes(set(Map.of(), "LEVEL")))
        .containsExactly(
            "LEVEL also comes from ConfigMap settings (envFrom): without its own entry that one"
                + " counts.");
  }

  @Test
  void whatMayNotBeReadIsNamed() {
    envFrom(
        new EnvFromSourceBuilder().withNewSecretRef("vault", false).build(), configMap("GRID_"));
    try (var _ = SANDBOX.deny("get", "configmaps", "configmaps")) {
      assertThat(notes(set(Map.of("GRID_LEVEL", "1"))))
          .hasSize(2)
          .anyMatch(n -> n.startsWith("Secret vault gives it entries as well"))
          .anyMatch(n -> n.startsWith("ConfigMap settings gives it entries as well"));
      assertThat(notes(fromConfigMap("nowhere", "x", false)))
          .noneMatch(n -> n.contains("would not start"));
    }
  }

  @Test
  void aReferenceThatLeadsNowhere() {
    assertThat(notes(fromConfigMap("setting", "LEVEL", false)))
        .containsExactly("There is no ConfigMap 'setting' for MODE: pods would not start.");
    assertThat(notes(fromConfigMap("settings", "LEVLE", false)))
        .containsExactly(
            "For MODE, ConfigMap settings has no key 'LEVLE', and pods would not start; did you"
                + " mean 'LEVEL'? There are: LEVEL");
    assertThat(notes(fromConfigMap("settings", "LEVLE", true))).isEmpty();
    assertThat(notes(fromConfigMap("settings", "LEVEL", false))).isEmpty();
  }
}
