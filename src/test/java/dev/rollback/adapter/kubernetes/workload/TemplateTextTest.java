package dev.rollback.adapter.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTextTest {
  private static final TemplateText TEXT = new TemplateText(Set.of("NO_TOKEN"));

  private static PodTemplateSpec template(String token, String... more) {
    var env =
        new java.util.ArrayList<>(
            List.of(
                new EnvVar("API_TOKEN", token, null),
                new EnvVar("NO_TOKEN", "public", null),
                new EnvVar("MODE", "a", null)));
    for (var name : more) {
      env.add(new EnvVar(name, "x", null));
    }
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("app.kubernetes.io/name", "grid")
        .endMetadata()
        .withNewSpec()
        .addToContainers(
            new ContainerBuilder()
                .withName("app")
                .withImage("grid:1")
                .withArgs("-v", "x")
                .withEnv(env)
                .build())
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  @Test
  void fieldsAreReadByName() {
    assertThat(TemplateText.fields(TEXT.tree(template("s3cr3t"))))
        .containsEntry("metadata.labels.app.kubernetes.io/name", "grid")
        .containsEntry("spec.containers", "app")
        .containsEntry("spec.containers[app].image", "grid:1")
        .containsEntry("spec.containers[app].args", "[\"-v\",\"x\"]")
        .containsEntry("spec.containers[app].env", "API_TOKEN, NO_TOKEN, MODE")
        .containsEntry("spec.containers[app].env[MODE].value", "a")
        .containsEntry("spec.containers[app].env[NO_TOKEN].value", "public")
        .containsEntry("spec.containers[app].env[API_TOKEN].value", "(hidden)")
        .containsEntry("spec.volumes[tmp].emptyDir", "{}")
        .doesNotContainValue("s3cr3t");
  }

  @Test
  void entriesOfTheSameNameAreReadByTheirPlace() {
    var fields = TemplateText.fields(TEXT.tree(template("s3cr3t", "MODE")));
    assertThat(fields)
        .containsEntry("spec.containers[app].env[2].value", "a")
        .containsEntry("spec.containers[app].env[3].value", "x")
        .containsEntry("spec.containers[app].env[3].name", "MODE");
  }

  @Test
  void whatIsHiddenIsWrittenAsItIsThere() {
    var tree = TEXT.tree(template("s3cr3t", "NEW"));
    assertThat(tree.toString()).doesNotContain("s3cr3t");
    assertThat(TEXT.template(tree, template("rotated"))).isEqualTo(template("rotated", "NEW"));
  }

  @Test
  void whatIsNoLongerThereCannotBeWritten() {
    var without = template("x");
    without.getSpec().getContainers().getFirst().getEnv().removeFirst();
    assertThatThrownBy(() -> TEXT.template(TEXT.tree(template("s3cr3t")), without))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("API_TOKEN of container app is gone");
  }
}
