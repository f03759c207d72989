package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.contract.LabNamespace;
import dev.rollback.lab.LabGrid;
import dev.rollback.sandbox.Prober;
import dev.rollback.sandbox.fault.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smoke tests after a deployment, with pods that a real Prometheus scrapes. In this order: logs
 * are kept, and the errors of one test would be seen by the next.
 */
@Tag("lab")
@EnabledIfEnvironmentVariable(named = LabNamespace.VARIABLE, matches = ".+")
@TestMethodOrder(OrderAnnotation.class)
class SmokeLabIT {
  @RegisterExtension static final LabGrid LAB = new LabGrid();

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Prober customer;

  @BeforeEach
  void visit() {
    customer = LAB.customer();
  }

  @AfterEach
  void leave() {
    customer.close();
  }

  private LabCommandLine.Result smoke(TestReporter reporter) throws IOException {
    var result =
        new LabCommandLine(LAB.configuration(folder), folder.resolve("state"))
            .run("check", "smoke", "--target", "lab", "-p", "rate=10s");
    reporter.publishEntry("smoke", result.took().toString());
    return result;
  }

  @Test
  @Order(1)
  void passesWhileAllIsWell(TestReporter reporter) throws IOException {
    assertThat(customer.awaitServed(PATIENCE)).isTrue();

    var result = smoke(reporter);

    assertThat(result.exit()).as(result::toString).isZero();
    assertThat(result.out()).doesNotContain("INCONCLUSIVE").doesNotContain("FAIL");
  }

  @Test
  @Order(2)
  void findsWhatNoCustomerHasNoticedYet(TestReporter reporter) throws Exception {
    assertThat(customer.awaitServed(PATIENCE)).isTrue();
    sql(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) VALUES (99, '99', 'half of it', 'SQL',"
            + " 'V99__half_of_it.sql', 'postgres', 1, false)");
    try {
      var result = smoke(reporter);

      assertThat(result.exit()).as(result::toString).isEqualTo(ExitCode.CHECK.code());
      assertThat(result.out())
          .containsPattern("FAIL +schema")
          .containsPattern("PASS +login")
          .containsPattern("PASS +error-ratio")
          .contains("1 FAIL")
          .doesNotContain("INCONCLUSIVE");
    } finally {
      sql("DELETE FROM flyway_schema_history WHERE version = '99'");
    }
  }

  /** The checks of ratios wait two minutes for them to fall. */
  @Test
  @Order(3)
  @EnabledIfSystemProperty(named = "rollback.lab.faults", matches = "all")
  void failsWhileCustomersAreNotServed(TestReporter reporter) throws IOException {
    Faults.POISONED_CACHE.inject(LAB);

    var result = smoke(reporter);

    assertThat(customer.verdict().failed()).isPositive();
    assertThat(result.exit()).as(result::toString).isEqualTo(ExitCode.CHECK.code());
    assertThat(result.out())
        .containsPattern("FAIL +api-key")
        .containsPattern("FAIL +error-ratio")
        .containsPattern("PASS +login")
        .containsPattern("PASS +monitored");
  }

  private static void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection(LAB.postgres());
        var to = connection.createStatement()) {
      assertThat(to.executeUpdate(statement)).isEqualTo(1);
    }
  }
}
