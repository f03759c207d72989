package dev.rollback.adapter.redis.statistics;

import static dev.rollback.adapter.redis.Kinds.b;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Undo;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.contract.AnswerCutter;
import dev.rollback.contract.MemoryContent;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is kept of statistics before they are reset, and that they are not reset twice. */
class ResetStatsTest {
  private static final ResetStats ACTION = new ResetStats();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T kept(T one) {
    toClose.add(one);
    return one;
  }

  private TestRedis used(TestRedis redis) {
    kept(redis);
    redis.admin().set(b("key"), b("value"));
    redis.admin().get(b("key"));
    redis.admin().get(b("none"));
    return redis;
  }

  private static MemoryContent save(Connection<RedisReader, RedisWriter> connection) {
    var content = new MemoryContent();
    ACTION.save(ACTION.observe(connection.reader()), connection.reader(), content);
    return content;
  }

  private void write(Connection<RedisReader, RedisWriter> connection, Content content) {
    var now = ACTION.observe(connection.reader());
    var progress =
        new BulkAction.Progress() {
          @Override
          public void report(long done, long expected) {}

          @Override
          public void note(String what) {
            notes.add(what);
          }
        };
    ACTION.write(now, ACTION.desired(now.state()), connection.writer(), content, progress);
  }

  private static List<String> entries(Content content) {
    var entries = new ArrayList<String>();
    content.forEach(e -> entries.add(new String(e, UTF_8)));
    return entries;
  }

  private static long hits(TestRedis redis) {
    return new Info(redis.admin().info("stats")).count("keyspace_hits");
  }

  @Test
  void whatItWasIsKeptAsText() {
    var redis = used(TestRedis.embedded());
    assertThat(entries(save(kept(redis.connect()))))
        .singleElement()
        .asString()
        .contains("keyspace_hits:1", "cmdstat_get:calls=2", "used_memory:", "run_id:");
  }

  @Test
  @Tag("lab")
  void ofRedis7TheLatenciesAreKeptToo() {
    var redis = used(TestRedis.installedOrSkip());
    assertThat(entries(save(kept(redis.connect()))))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("# LATENCY HISTOGRAM\n")
        .containsPattern("\nget: 2 calls; at most \\d+ µs \\d");
  }

  @Test
  void whatWasResetIsNotResetASecondTimeByTheSameRun() {
    var redis = used(TestRedis.embedded());
    var connection = kept(redis.connect());
    var content = save(connection);
    write(connection, content);
    assertThat(hits(redis)).isZero();
    redis.admin().get(b("key"));
    write(connection, content);
    assertThat(hits(redis)).as("counted since").isEqualTo(1);
    assertThat(notes.getFirst()).contains("kept with the run");
    assertThat(notes.getLast()).contains("not again");
  }

  @Test
  void aResetWhoseAnswerIsLostIsFoundToBeDone() throws IOException {
    var redis = used(TestRedis.embedded());
    var content = save(kept(redis.connect()));
    var cut = kept(redis.connect(kept(AnswerCutter.to(redis.port(), "RESETSTAT")).port()));
    var failure = catchThrowableOfType(SystemException.class, () -> write(cut, content));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem()).contains("resetting the statistics");
    redis.admin().get(b("key"));
    write(cut, content);
    assertThat(notes).singleElement().asString().contains("not again");
  }

  @Test
  void aDiskThatIsFullResetsNothing() {
    var redis = used(TestRedis.embedded());
    var connection = kept(redis.connect());
    var now = ACTION.observe(connection.reader());
    assertThatThrownBy(
            () ->
                ACTION.save(
                    now,
                    connection.reader(),
                    _ -> {
                      throw SystemException.refused("the disk is full", "free some");
                    }))
        .hasMessageContaining("the disk is full");
    assertThat(hits(redis)).isEqualTo(1);
  }

  @Test
  void withoutWhatWasSavedNothingIsReset() {
    var redis = used(TestRedis.embedded());
    assertThatThrownBy(() -> write(kept(redis.connect()), Content.none()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("are not there");
    assertThat(hits(redis)).isEqualTo(1);
  }

  @Test
  void itSaysThatItCannotBeUndone() {
    assertThat(ACTION.undo()).isInstanceOf(Undo.Impossible.class);
    var redis = used(TestRedis.embedded());
    var connection = kept(redis.connect());
    var before = ACTION.observe(connection.reader());
    assertThatThrownBy(
            () ->
                ACTION.write(
                    before, before.state(), connection.writer(), save(connection), (_, _) -> {}))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("cannot be put back");
  }

  @Test
  void aPermissionThatIsMissingResetsNothing() {
    var redis = used(TestRedis.embedded());
    var connection = kept(redis.connect());
    var content = save(connection);
    redis.acl("-config", "+config|get");
    var failure = catchThrowableOfType(SystemException.class, () -> write(connection, content));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("does not permit it while resetting the statistics");
  }
}
