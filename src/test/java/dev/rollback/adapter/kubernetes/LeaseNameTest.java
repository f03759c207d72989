package dev.rollback.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of leases: taken by Kubernetes, and one for each target. */
class LeaseNameTest {

  @Test
  void aNameThatKubernetesTakesIsKept() {
    assertThat(LeaseName.of("production")).isEqualTo("rollback-production");
    assertThat(LeaseName.of("eu-1")).isEqualTo("rollback-eu-1");
    assertThat(LeaseName.of("a".repeat(54))).isEqualTo("rollback-" + "a".repeat(54));
  }

  @Test
  void anyOtherIsCleanedAndToldApart() {
    assertThat(LeaseName.of("Prod EU/1")).matches("rollback-prod-eu-1\\.[0-9a-f]{12}");
    assertThat(LeaseName.of("a".repeat(55))).matches("rollback-a{41}\\.[0-9a-f]{12}");
    assertThat(LeaseName.of("ÄÖ")).matches("rollback\\.[0-9a-f]{12}");
  }

  @Test
  void noTwoTargetsHaveOneAndKubernetesTakesAll() {
    var targets =
        List.of(
            "prod",
            "Prod",
            "PROD",
            "prod.",
            "prod-",
            "-prod",
            "prod/eu",
            "prod-eu",
            "a".repeat(54),
            "a".repeat(55),
            "a".repeat(56),
            "b".repeat(50) + "-b" + "b".repeat(10),
            "ä",
            "ö",
            " ",
            LeaseName.of("Prod").substring("rollback-".length()));
    assertThat(targets.stream().map(LeaseName::of))
        .doesNotHaveDuplicates()
        .allMatch(n -> n.length() <= 63)
        .allMatch(n -> n.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]+)?"));
  }
}
