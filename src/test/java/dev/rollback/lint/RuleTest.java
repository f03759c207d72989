package dev.rollback.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuleTest {
  @ParameterizedTest
  @EnumSource
  void everyRuleIsDocumentedAndAdvises(Rule rule) throws IOException {
    assertThat(Files.readString(Path.of("docs/lint.md")))
        .contains("| `" + rule.id() + "` | " + rule.meaning() + " |");
    assertThat(rule.advice()).endsWith(".");
  }
}
