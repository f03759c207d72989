package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the library reads is read as it does, and what it refuses is refused. */
class MomentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15T03:00:00Z",
        "2026-01-15T03:00:00.5Z",
        "2026-01-15T23:59:59.123456789Z",
        "1969-12-31T23:59:59.000000001Z",
        "0001-01-01T00:00:00Z",
        "2024-02-29T12:00:00.120Z",
        "+12026-01-15T03:00:00Z",
        "2026-01-15T24:00:00Z",
        "2026-01-15T03:00:00+01:00",
        "2026-06-30T23:59:60Z"
      })
  void isReadAsTheLibraryReadsIt(String text) {
    assertThat(Moments.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-30T00:00:00Z",
        "2026-01-15T03:00:00",
        "2026-01-15T03:00:0Z",
        "2026-01-15T03:61:00Z",
        "2026-01-15 03:00:00Z",
        "2026-01-15T03:00:00.1234567890Z",
        "2o26-01-15T03:00:00Z"
      })
  void whatTheLibraryRefusesIsRefused(String text) {
    assertThatThrownBy(() -> Moments.parse(text))
        .isInstanceOf(DateTimeException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
