package dev.rollback.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.RunEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TwoProcessesTest {
  @TempDir Path state;

  @Test
  void theSecondIsRefusedAndNamesTheFirstAndAKilledOneLosesNothing() throws Exception {
    var store = Stores.at(state);
    Stores.record(store, "r-1", new RunEvent.Written("a"));
    var other = OtherProcess.start(state, "r-1");
    var acknowledged = 0;
    try {
      for (; acknowledged < 50; acknowledged++) {
        assertThat(other.getInputStream().read()).isEqualTo('.');
      }
      assertThatThrownBy(() -> store.open("r-1"))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("alice on host-1, process " + other.pid() + ", since 2");
      assertThat(store.holder("r-1").orElseThrow().pid()).isEqualTo(other.pid());
      assertThat(store.read("r-1")).hasSizeGreaterThan(50);
    } finally {
      other
          .toHandle()
          .destroyForcibly(); // unlike Process.destroyForcibly, leaves the pipe readable
      other.waitFor();
    }
    acknowledged += other.getInputStream().readAllBytes().length;

    assertThat(store.holder("r-1")).isEmpty();
    try (var journal = store.open("r-1")) {
      assertThat(journal.entries()).hasSizeBetween(acknowledged + 1, acknowledged + 2);
      journal.append(new RunEvent.Resumed("bob", "host-2", "1", List.of()));
    }
    assertThat(store.verify("r-1").intact()).isTrue();
  }

  @Test
  void oneProcessOpensARunOnce() {
    var store = Stores.at(state);
    try (var journal = store.create("r-1")) {
      assertThatThrownBy(() -> store.open("r-1"))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("run r-1 is being written by alice on host-1, process");
      assertThat(store.holder("r-1")).isPresent().isEqualTo(store.holder("r-1"));
      journal.append(new RunEvent.Written("a"));
    }
    store.open("r-1").close();
    assertThat(store.holder("r-1")).isEmpty();
  }
}
