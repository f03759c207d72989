package dev.rollback.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.action.Requirement.Use;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {
  @ParameterizedTest
  @CsvSource({
    "2.32, true",
    "2.32.0, true",
    "2.39.5 (Apple Git-154), true",
    "2.100.1, true",
    "3, true",
    "2.31.9, false",
    "2.9, false",
    "1.99, false",
    "pg_dump (PostgreSQL) 16.3, true",
    "unknown, false",
  })
  void aProgramIsComparedByItsNumbers(String found, boolean does) {
    var requirement = Requirement.<String>program("tool", "2.32", Use.BOTH, version -> version);
    assertThat(requirement.what()).isEqualTo("tool 2.32 or later");
    assertThat(requirement.probe().apply(found))
        .isEqualTo(
            does
                ? new Finding.Met()
                : new Finding.Missing(
                    "The program tool is " + found + ".", "Install tool 2.32 or later."));
  }
}
