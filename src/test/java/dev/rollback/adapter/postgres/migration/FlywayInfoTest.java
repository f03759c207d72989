package dev.rollback.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Requirement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What {@code flyway.info} reads of real histories; what it finds amiss, the tests of the undo read
 * too.
 */
class FlywayInfoTest extends FlywayFixture {
  @Test
  void aHistoryThatIsNotThereAndAFolderThatIsNotThereAreNamed() {
    var elsewhere =
        new FlywayInfo(
            Optional.empty(),
            Optional.empty(),
            "Grid \"x\"",
            List.of(),
            "flyway_schema_history",
            false);
    assertThatThrownBy(() -> elsewhere.read(connection().reader()))
        .hasMessageContaining("no history of Flyway")
        .hasMessageContaining("\"Grid \"\"x\"\"\"");
    var nowhere =
        new FlywayInfo(
            Optional.of("/no/such"),
            Optional.empty(),
            "grid",
            List.of(),
            "flyway_schema_history",
            false);
    assertThatThrownBy(() -> nowhere.read(connection().reader())).hasMessageContaining("/no/such");
  }

  @Test
  void aHistoryThatMayBeMissingHasNoVersion() {
    var check =
        new FlywayInfo(
            Optional.empty(), Optional.of("3"), "grid", List.of(), "of_somebody_else", true);
    assertThat(check.requirements())
        .allSatisfy(
            r ->
                assertThat(r.probe().apply(connection().reader()))
                    .isInstanceOf(Requirement.Finding.Met.class));
    assertThat(check.read(connection().reader()))
        .isInstanceOfSatisfying(
            Reading.Values.class,
            r -> {
              var values = (FlywayInfo.Values) r.values();
              assertThat(values.history()).isFalse();
              assertThat(values.version()).isEqualTo("0");
              assertThat(values.matches()).isFalse();
              assertThat(values.applied()).isZero();
            });
    var there =
        new FlywayInfo(
            Optional.empty(), Optional.of("3"), "grid", List.of(), "flyway_schema_history", true);
    assertThat(there.read(connection().reader()))
        .isInstanceOfSatisfying(
            Reading.Values.class,
            r -> assertThat(((FlywayInfo.Values) r.values()).matches()).isTrue());
  }

  @Test
  void withoutAFolderNothingIsCompared() {
    var check =
        new FlywayInfo(
            Optional.empty(), Optional.empty(), "grid", List.of(), "flyway_schema_history", false);
    assertThat(check.read(connection().reader()))
        .isInstanceOfSatisfying(
            Reading.Values.class,
            r -> {
              var values = (FlywayInfo.Values) r.values();
              assertThat(values.version()).isEqualTo("3");
              assertThat(values.compared()).isFalse();
              assertThat(values.pending()).isEmpty();
            });
  }
}
