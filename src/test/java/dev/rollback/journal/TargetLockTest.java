package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetLockTest {
  private static final Map<String, String> HERE = Map.of("redis", "redis://10.0.0.1:6379/0");
  private static final Map<String, String> THERE = Map.of("redis", "redis://10.0.0.2:6379/0");

  @TempDir private Path state = Path.of("");

  @Test
  void oneRunAtATimeMovesATarget() {
    var first = Stores.at(state);
    var second = Stores.at(state);
    try (var _ = first.lockTarget("production", HERE, "r-1")) {
      for (var store : new JournalStore[] {first, second}) {
        assertThatThrownBy(() -> store.lockTarget("production", HERE, "r-2"))
            .isInstanceOf(SystemException.class)
            .hasMessageContaining("target 'production' is being moved by")
            .hasMessageContaining("in run r-1");
      }
    }
    try (var again = second.lockTarget("production", HERE, "r-2")) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void theSameNameElsewhereIsAnotherTarget() {
    var store = Stores.at(state);
    try (var _ = store.lockTarget("sandbox", HERE, "r-1");
        var other = store.lockTarget("sandbox", THERE, "r-2")) {
      assertThat(other).isNotNull();
    }
  }
}
