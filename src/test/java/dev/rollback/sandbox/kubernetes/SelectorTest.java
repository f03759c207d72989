package dev.rollback.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
  private static final String OBJECT =
      "{\"metadata\": {\"name\": \"x\", \"labels\": {\"app\": \"grid\", \"tier\": \"web\"}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app=grid | true
          app==grid,tier=web | true
          app=other | false
          app!=other | true
          none!=x | true
          app in (a, grid) | true
          app notin (a, grid) | false
          app,!none | true
          !app | false
          """)
  void matchesLabels(String labels, boolean matches) throws JsonProcessingException {
    assertThat(Selector.parse(labels, "").matches(new ObjectMapper().readTree(OBJECT)))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"metadata.name=x, true", "metadata.name=y, false", "metadata.name!=y, true"})
  void matchesFields(String fields, boolean matches) throws JsonProcessingException {
    assertThat(Selector.parse("", fields).matches(new ObjectMapper().readTree(OBJECT)))
        .isEqualTo(matches);
  }
}
