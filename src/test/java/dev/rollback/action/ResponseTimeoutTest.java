package dev.rollback.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.adapter.kubernetes.transport.KubernetesSettings;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a connection waits, as it is written. */
class ResponseTimeoutTest {
  private static final String REDIS = "uri: redis://h:1/0\n";
  private static final String KUBERNETES = "context: c\nnamespace: grid\n";

  @Test
  void isTenSecondsWhereNothingIsSaid() {
    assertThat(redis(REDIS).orThrow().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(kubernetes(KUBERNETES).orThrow().timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.1S", "PT30S", "PT5M"})
  void isWhatIsWritten(String text) {
    var line = "timeout: " + text;
    assertThat(redis(REDIS + line).orThrow().timeout()).isEqualTo(Duration.parse(text));
    assertThat(kubernetes(KUBERNETES + line).orThrow().timeout()).isEqualTo(Duration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.099S", "PT5M1S", "PT0S", "PT-1S"})
  void hasBounds(String text) {
    var line = "timeout: " + text;
    for (Checked<?> read : new Checked<?>[] {redis(REDIS + line), kubernetes(KUBERNETES + line)}) {
      assertThatThrownBy(read::orThrow)
          .hasMessageContaining(text)
          .hasMessageContaining("from 100 ms (PT0.1S) to 5 minutes (PT5M)");
    }
  }

  @Test
  void halfOfItIsForConnecting() {
    assertThat(ResponseTimeout.connecting(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(5));
    assertThat(ResponseTimeout.text(Duration.ofSeconds(10))).isEqualTo("10 s");
    assertThat(ResponseTimeout.text(Duration.ofMillis(1500))).isEqualTo("1500 ms");
  }

  private static Checked<RedisSettings> redis(String text) {
    return bind(text, RedisSettings.class);
  }

  private static Checked<KubernetesSettings> kubernetes(String text) {
    return bind(text, KubernetesSettings.class);
  }

  private static <T extends Record> Checked<T> bind(String text, Class<T> settings) {
    return YamlReader.parse(new SourceFile("rollback.yaml", text))
        .then(tree -> Binder.bind(tree, settings, BindContext.plain()));
  }
}
