package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.kubernetes.KubernetesAdapter;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.KubernetesWriter;
import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.contract.Deployments;
import dev.rollback.contract.SandboxKubernetes;
import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which image a workload runs, since when, and why. */
class ImageTest {
  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  private static final String NAME = "grid-api";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String OTHER =
      "registry.example/grid@sha256:" + "0123456789abcdef".repeat(4);

  private Connection<KubernetesReader, KubernetesWriter> connection;

  @BeforeEach
  void connect() {
    connection =
        new KubernetesAdapter(Map.of(), Path.of("/"))
            .connect(
                new KubernetesSettings(
                    SANDBOX.context(),
                    SANDBOX.namespace(),
                    Optional.of(SANDBOX.kubeconfig().toString())),
                reference -> {
                  throw SystemException.refused("no secret is needed", "ask for none");
                });
  }

  @AfterEach
  void tidy() {
    SANDBOX.cluster().access().allowAll();
    SANDBOX.delete(NAME);
    connection.close();
  }

  private void run(int replicas) {
    SANDBOX.create(Deployments.sleeping(NAME, SANDBOX.image(), replicas));
    settle();
  }

  private static void settle() {
    await().atMost(PATIENCE).until(() -> SANDBOX.cluster().rolledOut(SANDBOX.namespace(), NAME));
  }

  private static Image image(String container, String expected) {
    return new Image(
        Optional.of(NAME),
        Optional.empty(),
        Optional.empty(),
        Optional.of(container),
        Optional.of(expected));
  }

  private Image.Values values(Image check) {
    return switch (check.read(connection.reader())) {
      case Reading.Values<Image.Values>(var values) -> values;
      case Reading.Nothing<Image.Values>(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void saysWhatRunsSinceWhenAndWhy() {
    run(2);
    var first = values(new Image(NAME));
    assertThat(first.image()).isEqualTo(SANDBOX.image());
    assertThat(first.running()).containsExactly(SANDBOX.image());
    assertThat(first.matches()).as("nothing is expected").isFalse();
    assertThat(first.minutes()).isBetween(0.0, 1.0);

    SANDBOX
        .cluster()
        .patch(
            "Deployment",
            SANDBOX.namespace(),
            NAME,
            """
            {"metadata": {"annotations": {"kubernetes.io/change-cause": "release 2.0.0"}},
             "spec": {"template": {"spec": {"containers": [{"name": "%s", "image": "%s"}]}}}}
            """
                .formatted(container(), OTHER));
    settle();

    var now = values(image(container(), OTHER));
    assertThat(now.image()).isEqualTo(OTHER);
    assertThat(now.matches()).isTrue();
    assertThat(now.revision()).isGreaterThan(first.revision());
    assertThat(now.reason()).isEqualTo("release 2.0.0");
    assertThat(values(image(container(), SANDBOX.image())).matches()).isFalse();
  }

  private static String container() {
    return SANDBOX
        .cluster()
        .get("Deployment", SANDBOX.namespace(), NAME)
        .at("/spec/template/spec/containers/0/name")
        .asText();
  }

  @Test
  void withoutPodsNothingCanBeSaid() {
    run(0);
    assertThat(new Image(NAME).read(connection.reader()))
        .isEqualTo(new Reading.Nothing<>("deployment/grid-api has no pod of its newest template"));
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Image("grid-ap").read(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("grid-ap");
    run(1);
    assertThatThrownBy(() -> image("sidecar", OTHER).read(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("has no container 'sidecar'");
  }

  @Test
  void needsWhatItReads() {
    run(1);
    SANDBOX.cluster().access().deny("list", "", "pods");
    assertThat(new Image(NAME).requirements())
        .anyMatch(r -> r.probe().apply(connection.reader()) instanceof Finding.Missing);
    assertThatThrownBy(() -> new Image(NAME).read(connection.reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("pods");
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image("grid-api", "Not An Image"))
        .withMessageContaining("is no name of an image");
  }
}
