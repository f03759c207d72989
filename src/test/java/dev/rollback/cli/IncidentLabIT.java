package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.LabGrid;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The runbook that calls the others; what it heals of its own is in ScenariosLabIT. */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
class IncidentLabIT {
  @RegisterExtension static final LabGrid LAB = new LabGrid();

  private static final String TARGET = "lab";

  @TempDir Path folder;

  @BeforeEach
  void heal() {
    LAB.heal();
  }

  private LabCommandLine rollback() throws IOException {
    return new LabCommandLine(LAB.configuration(folder), folder.resolve("state"));
  }

  private static String[] incident(Map<String, String> parameters) {
    var words = new ArrayList<>(List.of("scenario", "incident", "--target", TARGET));
    words.addAll(List.of("-p", "backup=false", "-p", "rate=10s"));
    parameters.forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
    return words.toArray(String[]::new);
  }

  @Test
  void theScenarioWhoseCauseIsFoundHealsOnce(TestReporter reporter) throws IOException {
    var rollback = rollback();
    Faults.STALE_KEYS.inject(LAB);
    var customer = LabCustomer.of(LAB);
    assertThat(customer.useKey()).isEqualTo(401);

    var healed = rollback.attended(Attended.agreeing(TARGET), incident(Map.of()));

    reporter.publishEntry("stale-keys", healed.took().toString());
    assertThat(healed.exit()).as(healed::toString).isZero();
    assertThat(customer.useKey()).isEqualTo(200);
    assertThat(customer.login()).isEqualTo(200);
    assertThat(customer.anonymous()).isEqualTo(401);
    assertThat(healed.out()).contains("auth-failure/stale-keys");

    var again = rollback.run(incident(Map.of()));
    reporter.publishEntry("again", again.took().toString());
    assertThat(again.exit()).as(again::toString).isZero();
    assertThat(again.out()).contains("Nothing to do");
  }
}
