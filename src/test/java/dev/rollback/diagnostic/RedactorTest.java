package dev.rollback.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactorTest {
  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDBj08sp5++4anG
      cmQxJjAkBgNVBAoTHVByb2dyZXNzIFNvZnR3YXJlIENvcnBvcmF0aW9uMSAwHgYD
      short
      -----END PRIVATE KEY-----
      """;

  private final Redactor redactor = new Redactor();

  @Test
  void aKeyOfManyLinesIsMaskedLineByLine() {
    redactor.learn(Sensitive.of(KEY));

    assertThat(redactor.redact("before\n" + KEY + "after")).isEqualTo("before\n***after");
    assertThat(KEY.lines().map(line -> redactor.redact("12:00 " + line)))
        .containsExactly(
            "12:00 -----BEGIN PRIVATE KEY-----",
            "12:00 ***",
            "12:00 ***",
            "12:00 short",
            "12:00 -----END PRIVATE KEY-----");
  }
}
