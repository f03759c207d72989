package dev.rollback.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On a real Alertmanager. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_ALERTMANAGER", matches = ".+")
class SilenceFidelityLabIT {
  private static final int CASES = 40;

  @Test
  void whatIsPreviewedIsWhatHappensAndDriftIsRefused() {
    var url = Objects.requireNonNull(System.getenv("ROLLBACK_LAB_ALERTMANAGER"));
    try (var subject = SilenceSubject.on(url)) {
      var tally = Campaign.of(subject, CASES, System.nanoTime());
      assertThat(tally.violations()).isEmpty();
      assertThat(tally.writesInPreviews()).isZero();
    }
  }
}
