package dev.rollback.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.host.LabCompose;
import dev.rollback.adapter.host.LabSystemd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What runs on hosts, on the lab's systemd and Docker engine. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabSystemd.VARIABLE, matches = ".+")
class HostsFidelityLabIT {
  private static final int CASES = 8;

  @Test
  void units() {
    measure(new SystemdSubject());
  }

  @Test
  void services() {
    Assumptions.assumeTrue(LabCompose.available(), "there is no docker-compose on this machine");
    measure(new ComposeSubject());
  }

  private static void measure(Subject subject) {
    try (subject) {
      var tally = Campaign.of(subject, CASES, System.nanoTime());
      assertThat(tally.violations()).as(subject.name()).isEmpty();
      assertThat(tally.writesInPreviews()).as(subject.name()).isZero();
      assertThat(tally.previews()).as(subject.name()).isEqualTo(CASES);
    }
  }
}
