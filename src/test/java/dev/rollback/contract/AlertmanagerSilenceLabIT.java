package dev.rollback.contract;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On a real Alertmanager. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_ALERTMANAGER", matches = ".+")
class AlertmanagerSilenceLabIT extends AlertmanagerSilenceContract {
  @Override
  protected String upstream() {
    return Objects.requireNonNull(System.getenv("ROLLBACK_LAB_ALERTMANAGER"));
  }
}
