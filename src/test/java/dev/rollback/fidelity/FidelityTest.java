package dev.rollback.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.SandboxKubernetes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The part of {@link Fidelity} that is short enough for every build. */
class FidelityTest {
  private static final int CASES = 12;

  @RegisterExtension static final SandboxKubernetes SANDBOX = new SandboxKubernetes();

  @Test
  void whatIsPreviewedIsWhatHappensAndDriftIsRefused() {
    Subjects.each(SANDBOX, CASES, System.nanoTime())
        .forEach(
            result -> {
              var name = result.subject().name();
              assertThat(result.tally().violations()).as(name).isEmpty();
              assertThat(result.tally().writesInPreviews()).as(name).isZero();
              assertThat(result.tally().previews()).as(name).isEqualTo(CASES);
            });
  }

  @Test
  void previewsThatAskPostgresWriteNothing() {
    try (var postgres = new PostgresPreviews()) {
      var figures = postgres.make(30, 1);
      assertThat(figures.writes()).isZero();
      assertThat(figures.conclusive()).isBetween(1, figures.previews() - 1);
    }
  }
}
