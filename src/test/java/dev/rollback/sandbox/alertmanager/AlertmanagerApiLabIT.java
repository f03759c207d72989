package dev.rollback.sandbox.alertmanager;

import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A real Alertmanager. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = "ROLLBACK_LAB_ALERTMANAGER", matches = ".+")
class AlertmanagerApiLabIT extends AlertmanagerApiContract {
  @Override
  protected String base() {
    return Objects.requireNonNull(System.getenv("ROLLBACK_LAB_ALERTMANAGER"));
  }
}
