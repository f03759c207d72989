package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.contract.MemoryFiles;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerSnapshotTest {
  private static TestPostgres server;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of("work_mem", "'5MB'"));
    server.role("oncall");
    server.sql("CREATE TABLE users (id int PRIMARY KEY)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static MemoryFiles collect(ServerSnapshot snapshot, String note) {
    var files = new MemoryFiles();
    try (var connection = server.connect("oncall")) {
      assertThat(snapshot.requirements())
          .allMatch(r -> r.probe().apply(connection.reader()) instanceof Finding.Met);
      assertThat(snapshot.collect(connection.reader(), files)).isEqualTo(note);
    }
    return files;
  }

  @Test
  void keepsEveryViewAsLinesOfJson() {
    var kept = collect(new ServerSnapshot(false, 1000), "").kept();

    assertThat(kept.keySet())
        .containsExactly(
            "pg_stat_activity.jsonl",
            "pg_locks.jsonl",
            "pg_stat_database.jsonl",
            "pg_stat_user_tables.jsonl",
            "pg_stat_replication.jsonl",
            "pg_settings.jsonl");
    assertThat(kept.get("pg_stat_activity.jsonl"))
        .anyMatch(line -> line.contains("\"usename\": \"oncall\""))
        .noneMatch(line -> line.contains("\"query\":"));
    assertThat(kept.get("pg_stat_user_tables.jsonl")).anyMatch(line -> line.contains("\"users\""));
    assertThat(kept.get("pg_settings.jsonl"))
        .anyMatch(line -> line.contains("\"work_mem\""))
        .noneMatch(line -> line.contains("\"primary_conninfo\""));
  }

  @Test
  void textsOfQueriesAreKeptWhereTheyAreAskedFor() {
    assertThat(collect(new ServerSnapshot(true, 1000), "").kept().get("pg_stat_activity.jsonl"))
        .anyMatch(line -> line.contains("pg_stat_activity"));
  }

  @Test
  void whatIsCutIsTold() {
    var kept =
        collect(new ServerSnapshot(false, 1), "cut after 1 rows: " + String.join(", ", many()))
            .kept();
    assertThat(kept.get("pg_settings.jsonl")).hasSize(1);
  }

  /** Those of which this server has more than one row. */
  private static java.util.List<String> many() {
    return java.util.List.of("pg_stat_activity", "pg_locks", "pg_stat_database", "pg_settings");
  }

  @Test
  void aServerThatIsAwayIsNamed() {
    try (var nowhere =
        TestPostgres.connect(
            TestPostgres.settings(TestPostgres.url("127.0.0.1", 1), "oncall"), "x")) {
      assertThatThrownBy(
              () -> new ServerSnapshot(false, 1).collect(nowhere.reader(), new MemoryFiles()))
          .hasMessageContaining("connection was refused");
    }
    assertThatThrownBy(() -> new ServerSnapshot(false, 0)).hasMessageContaining("`rows` is 0");
  }
}
