package dev.rollback.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as they are typed on a command line. */
class TypedDurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT5M, PT5M",
    "5m, PT5M",
    "90s, PT1M30S",
    "1h30m, PT1H30M",
    "2 minutes, PT2M",
    "1d, P1D",
    "500ms, PT0.5S",
    "PT0.5S, PT0.5S",
    "0s, PT0S"
  })
  void whatPeopleWriteIsUnderstood(String text, Duration meant) {
    assertThat(Durations.typed(text)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "5", "m", "5x", "1.5h", "soon", "99999999999999999999h", "P1M"})
  void whatNobodyCanBeSureOfIsNone(String text) {
    assertThat(Durations.typed(text)).isEmpty();
  }

  @Test
  void aNegativeOneIsOneForWhoeverRefusesIt() {
    assertThat(Durations.typed("PT-1S")).contains(Duration.ofSeconds(-1));
  }
}
