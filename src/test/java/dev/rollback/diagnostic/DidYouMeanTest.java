package dev.rollback.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> WORDS =
      List.of("timeout", "on-failure", "when", "id", "deployment", "retry");

  @ParameterizedTest
  @CsvSource({
    "timeuot, timeout", "timeot, timeout", "TimeOut, timeout", "on_failure, on-failure",
    "onFailure, on-failure", "wen, when", "deploymnt, deployment", "retyr, retry",
  })
  void findsTheWord(String given, String meant) {
    assertThat(DidYouMean.among(given, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "colour", "is", "where-ever", "time"})
  void findsNothingFarAway(String given) {
    assertThat(DidYouMean.among(given, WORDS)).isEmpty();
  }
}
