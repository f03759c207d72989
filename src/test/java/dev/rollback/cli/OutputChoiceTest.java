package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** What `--output` can say. */
class OutputChoiceTest {
  private static List<OutputChoice> choices(String... values) {
    return Stream.of(values).map(new OutputChoice.Converter()::convert).toList();
  }

  @Test
  void oneFormIsPrintedAndFilesAreWrittenBesides() {
    var choices = choices("jsonl", "junit=out/report=1.xml");
    assertThat(OutputChoice.printed(choices)).isEqualTo(OutputChoice.Form.jsonl);
    assertThat(OutputChoice.saved(choices, Set.of("junit")))
        .containsExactly(java.util.Map.entry("junit", Path.of("out/report=1.xml")));
    assertThat(OutputChoice.printed(choices("junit=a.xml"))).isEqualTo(OutputChoice.Form.text);
    assertThat(OutputChoice.printed(choices("json", "json"))).isEqualTo(OutputChoice.Form.json);
  }

  @Test
  void twoFormsAreRefused() {
    assertThatThrownBy(() -> OutputChoice.printed(choices("json", "text")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("one form");
  }

  @ParameterizedTest
  @CsvSource({"junti=a, Did you mean 'junit'?", "pdf=a, There is: junit."})
  void aKindThatTheCommandCannotWriteIsRefused(String value, String advice) {
    assertThatThrownBy(() -> OutputChoice.saved(choices(value), Set.of("junit")))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.problems().getFirst().advice()).contains(advice));
  }

  @Test
  void twoFilesOfOneKindAreRefused() {
    assertThatThrownBy(() -> OutputChoice.saved(choices("junit=a", "junit=b"), Set.of("junit")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @CsvSource({"xml", "JSON", "junit=", "=a"})
  void whatIsNeitherIsRefused(String value) {
    assertThatThrownBy(() -> choices(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("[text, json, jsonl]");
  }

  @Test
  void ofACommandLineThatIsNotUnderstoodTheLastFormIsGuessed() {
    assertThat(OutputChoice.guessed(List.of("list", "--outptu", "json")))
        .isEqualTo(OutputChoice.Form.text);
    assertThat(OutputChoice.guessed(List.of("--output", "json", "--output=jsonl", "--output")))
        .isEqualTo(OutputChoice.Form.jsonl);
  }
}
