package dev.rollback.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.diagnostic.SystemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a locale cannot carry is refused, not altered. */
class NativeTest {
  private static SystemException refused(List<String> argv, Map<String, String> environment) {
    var failure =
        catchThrowableOfType(
            SystemException.class, () -> Native.check(argv, environment, US_ASCII));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).hasValueSatisfying(a -> assertThat(a).contains("C.UTF-8"));
    return failure;
  }

  @Test
  void aValueThatWouldArriveAlteredIsRefusedAndNotShown() {
    assertThat(refused(List.of("tell"), Map.of("TOKEN", "schlüssel")).problem())
        .contains("the variable TOKEN", "US-ASCII")
        .doesNotContain("schl");
    assertThat(refused(List.of("tell", "a", "über"), Map.of()).problem())
        .contains("argument 2")
        .doesNotContain("ber ");
  }

  @Test
  void whatTheLocaleHasIsHandedOn() {
    Native.check(List.of("tell", "plain"), Map.of("A", "b"), US_ASCII);
    Native.check(List.of("tell", "über"), Map.of("A", "ü"), UTF_8);
    Native.check(List.of("tell"), Map.of("NAME", "J\uFFFD\uFFFDrgen"), US_ASCII);
  }
}
