package dev.rollback.diagnostic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {
  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDBj08sp5++4anG
      cmQxJjAkBgNVBAoTHVByb2dyZXNzIFNvZnR3YXJlIENvcnBvcmF0aW9uMSAwHgYD
      short
      -----END PRIVATE KEY-----
      """;

  private static final String SECRET = "p4ss \"w\" 'x' / + & <ü> = \\ %25\tend";

  private final Redactor redactor = new Redactor();

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
  }

  @ParameterizedTest
  @MethodSource
  void howeverItIsEscaped(String form) {
    redactor.learn(Sensitive.of(SECRET));
    assertThat(redactor.redact("before " + form + " after")).isEqualTo("before *** after");
  }

  static Stream<String> howeverItIsEscaped() {
    return Stream.of(
        SECRET,
        json(SECRET),
        json(json(SECRET)),
        json(SECRET).replace("<", "\\u003c").replace(">", "\\u003E").replace("&", "\\u0026"),
        json(SECRET).replace("ü", "\\u00fc").replace("/", "\\/"),
        URLEncoder.encode(SECRET, UTF_8),
        URLEncoder.encode(SECRET, UTF_8).replace("+", "%20"),
        URLEncoder.encode(URLEncoder.encode(SECRET, UTF_8), UTF_8),
        SECRET
            .replace("&", "&amp;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;")
            .replace("<", "&lt;")
            .replace(">", "&gt;"),
        SECRET.replace("'", "'\\''"),
        SECRET.replace("'", "''"),
        Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8)));
  }

  @Test
  void whatOnlyBeginsLikeItStays() {
    redactor.learn(Sensitive.of(SECRET));
    assertThat(redactor.redact("p4ss \"w\" and p4ss")).isEqualTo("p4ss \"w\" and p4ss");
  }

  @Test
  void manyBackslashesCostNoTime() {
    redactor.learn(Sensitive.of("word" + "\\".repeat(12) + "word"));
    var text = ("word" + "\\".repeat(3000) + "x ").repeat(10);
    assertThat(redactor.redact(text)).isEqualTo(text);
    assertThat(redactor.redact("word" + "\\".repeat(24) + "word")).isEqualTo("***");
  }

  @Test
  void anEscapedBeginningLeavesNoBackslash() {
    redactor.learn(Sensitive.of("\"quoted\""));
    assertThat(redactor.redact("{\"a\":\"\\\"quoted\\\" it\"}")).isEqualTo("{\"a\":\"*** it\"}");
  }

  @Test
  void ofTwoSecretsTheOneThatContainsTheOtherIsMaskedWhole() {
    redactor.learn(Sensitive.of("inner+word"));
    redactor.learn(Sensitive.of("outer inner+word outer"));
    redactor.learn(Sensitive.of("inner+word"));
    assertThat(redactor.redact("outer inner+word outer, inner%2Bword")).isEqualTo("***, ***");
  }

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
