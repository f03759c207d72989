package dev.rollback.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.LabKubernetes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real cluster, whose controllers write meanwhile; with pods it would take hours. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabKubernetes.VARIABLE, matches = ".+")
class FidelityLabIT {
  private static final int CASES = 25;
  private static final int NO_PODS = 0;

  @RegisterExtension static final LabKubernetes LAB = new LabKubernetes();

  @Test
  void whatIsPreviewedIsWhatHappensAndDriftIsRefused() {
    for (var subject : KubernetesSubjects.all(NO_PODS)) {
      try (var opened = subject.apply(LAB)) {
        var tally = Campaign.of(opened, CASES, System.nanoTime());
        assertThat(tally.violations()).as(opened.name()).isEmpty();
        assertThat(tally.writesInPreviews()).as(opened.name()).isZero();
      }
    }
  }
}
