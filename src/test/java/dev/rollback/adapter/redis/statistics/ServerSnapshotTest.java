package dev.rollback.adapter.redis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.contract.MemoryFiles;
import dev.rollback.diagnostic.SystemException;
import org.junit.jupiter.api.Test;

class ServerSnapshotTest {
  private final MemoryFiles files = new MemoryFiles();

  @Test
  void keepsWhatTheServerSaysAndNoArguments() {
    try (var server = TestRedis.embedded();
        var connection = server.connect()) {
      server.note();
      server.admin().set("a key".getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[100]);
      var snapshot = new ServerSnapshot(1000);

      assertThat(snapshot.requirements())
          .allMatch(r -> r.probe().apply(connection.reader()) instanceof Finding.Met);
      assertThat(snapshot.collect(connection.reader(), files)).isEmpty();

      assertThat(files.kept()).containsKeys("redis-info.txt", "redis-slowlog.txt");
      assertThat(files.kept().get("redis-info.txt")).anyMatch(l -> l.startsWith("used_memory:"));
      assertThat(files.kept().get("redis-slowlog.txt"))
          .anyMatch(l -> l.toLowerCase(java.util.Locale.ROOT).endsWith(" us set"))
          .noneMatch(l -> l.contains("a key"));
      assertThat(new ServerSnapshot(1).collect(connection.reader(), new MemoryFiles()))
          .isEqualTo("the slow log was cut after 1 entries");
    }
  }

  @Test
  void aServerThatIsAwayAndAPermissionThatIsMissing() {
    try (var server = TestRedis.embedded()) {
      try (var connection = server.connect()) {
        server.acl("-slowlog");
        assertThat(new ServerSnapshot(1).requirements())
            .anyMatch(r -> !(r.probe().apply(connection.reader()) instanceof Finding.Met));
        assertThatThrownBy(() -> new ServerSnapshot(1).collect(connection.reader(), files))
            .isInstanceOf(SystemException.class);
      }
      server.kill();
      try (var connection = server.connect()) {
        assertThatThrownBy(
                () -> new ServerSnapshot(1).collect(connection.reader(), new MemoryFiles()))
            .isInstanceOf(SystemException.class);
      }
    }
  }

  @Test
  void aNumberThatCannotBeMeantIsRefused() {
    assertThatThrownBy(() -> new ServerSnapshot(0)).hasMessageContaining("`slowlog` is 0");
  }
}
