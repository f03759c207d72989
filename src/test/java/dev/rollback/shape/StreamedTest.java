package dev.rollback.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream gives what a tree gives, or nothing. */
class StreamedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  enum Mood {
    GOOD,
    NOT_SO_GOOD
  }

  sealed interface Thing {}

  record Many(
      String text,
      int narrow,
      long wide,
      double part,
      boolean flag,
      Instant at,
      Mood mood,
      JsonNode tree,
      Optional<String> maybe,
      Optional<Inner> inner,
      List<Inner> list,
      Map<String, Inner> map,
      @Default("7") int seven)
      implements Thing {}

  record Inner(String name) {}

  record Nothing() implements Thing {}

  private final Codec<Thing> codec = Codec.of(Thing.class);

  private Thing streamed(String text) throws IOException {
    try (var in = JSON.getFactory().createParser(text)) {
      return codec.streamed().decode(in);
    }
  }

  private Thing fromTree(String text) throws IOException {
    return codec.decode(JSON.readTree(text));
  }

  private static Many many(Optional<String> maybe, JsonNode tree) {
    return new Many(
        "a \"text\"\n\u00e4",
        -3,
        4_000_000_000L,
        0.1,
        true,
        Instant.parse("2026-01-15T03:00:00.1Z"),
        Mood.NOT_SO_GOOD,
        tree,
        maybe,
        maybe.map(Inner::new),
        List.of(new Inner("x"), new Inner("y")),
        Map.of("k", new Inner("z")),
        8);
  }

  @Test
  void everyKindOfValueIsTheSame() throws Exception {
    for (var tree : List.of("null", "1", "{\"a\":[1,{\"b\":null}]}")) {
      for (var maybe : List.of(Optional.of("there"), Optional.<String>empty())) {
        var value = many(maybe, JSON.readTree(tree));
        var text = JSON.writeValueAsString(codec.encode(value));
        assertThat(streamed(text)).isEqualTo(value).isEqualTo(fromTree(text));
      }
    }
    assertThat(streamed("{\"type\":\"nothing\"}")).isEqualTo(new Nothing());
  }

  @Test
  void otherOrderUnknownKeysAndWhatIsMissingAreTheSame() throws Exception {
    var text =
        """
        {"type":"many","later":{"x":[1]},"mood":"good","tree":{},"at":"2026-01-15T03:00:00Z",
         "flag":false,"part":"NaN","wide":1,"narrow":2,"maybe":null,"text":"t"}
        """;
    assertThat(streamed(text)).isEqualTo(fromTree(text));
    assertThat(((Many) streamed(text)).seven()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "{}",
        "{\"type\":\"unknown\"}",
        "{\"type\":\"many\"}",
        "{\"text\":\"before its type\",\"type\":\"nothing\"}",
        "{\"type\":\"many\",\"text\":1}",
        "{\"type\":\"many\",\"text\":\"t\",\"narrow\":4294967296}",
        "{\"type\":\"many\",\"text\":\"t\",\"narrow\":1.5}",
        "{\"type\":\"many\",\"text\":\"t\",\"narrow\":1,\"mood\":\"bad\"}",
        "{\"type\":\"many\",\"text\":\"t\",\"at\":\"2026-02-30T00:00:00Z\"}",
        "{\"type\":\"many\",\"inner\":[]}"
      })
  void whatIsNotAsItIsWrittenHereIsNoValue(String text) {
    assertThatThrownBy(() -> streamed(text))
        .isInstanceOfAny(IllegalArgumentException.class, IOException.class);
  }

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
        "2026-06-30T23:59:60Z"
      })
  void aPointInTimeIsReadAsTheLibraryReadsIt(String text) {
    assertThat(Moments.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-30T00:00:00Z",
        "2026-01-15T03:00:00",
        "2026-01-15T03:61:00Z",
        "2026-01-15 03:00:00Z",
        "2026-01-15T03:00:00.1234567890Z",
        "2o26-01-15T03:00:00Z"
      })
  void whatTheLibraryRefusesIsRefused(String text) {
    assertThatThrownBy(() -> Moments.parse(text))
        .isInstanceOf(java.time.DateTimeException.class)
        .hasMessageContaining(text.isEmpty() ? "''" : text);
  }
}
