package dev.rollback.adapter.redis.keys;

import static dev.rollback.adapter.redis.Kinds.b;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.redis.Kinds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.contract.MemoryContent;
import dev.rollback.diagnostic.SystemException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to a whole database: what is not of it, leases, and a census by prefix. */
class FlushDbTest {
  private static final FlushDb ACTION = new FlushDb();

  private final TestRedis redis = TestRedis.embedded();
  private final Connection<RedisReader, RedisWriter> connection = redis.connect();

  @AfterEach
  void stop() {
    connection.close();
    redis.close();
  }

  private Observed<KeySet> observe() {
    return ACTION.observe(connection.reader());
  }

  private MemoryContent save(Observed<KeySet> now) {
    var content = new MemoryContent();
    ACTION.save(now, connection.reader(), content);
    return content;
  }

  private void flush(Observed<KeySet> now, Content content) {
    ACTION.write(now, KeySet.NONE, connection.writer(), content, (_, _) -> {});
  }

  private List<String> names() {
    return redis.admin().keys("*").stream().map(key -> new String(key, UTF_8)).sorted().toList();
  }

  @Test
  void anEmptyDatabaseIsNothingToDo() {
    redis.admin().set(b("rollback:lease:production"), b("a lease is no content"));
    var now = observe();
    assertThat(now.state()).isEqualTo(KeySet.NONE);
    assertThat(now.notes()).isEmpty();
    assertThat(ACTION.desired(now.state())).isEqualTo(now.state());
  }

  @Test
  void leasesAndWhatCameLaterAndOtherDatabasesStay() {
    Kinds.fill(redis.admin());
    redis.admin().set(b("rollback:lease:production"), b("the run's own"));
    redis.admin().select(3);
    redis.admin().set(b("elsewhere"), b("stays"));
    redis.admin().select(0);
    var everything = redis.snapshot();
    var now = observe();
    var content = save(now);
    redis.admin().set(b("later"), b("stays"));
    flush(now, content);
    assertThat(names()).containsExactly("later", "rollback:lease:production");
    ACTION.write(observe(), now.state(), connection.writer(), content, (_, _) -> {});
    redis.admin().del(b("later"));
    assertThat(redis.snapshot()).isEqualTo(everything);
    redis.admin().select(3);
    assertThat(names()).containsExactly("elsewhere");
  }

  @Test
  void theCensusTellsPrefixesApart() {
    for (var i = 0; i < 600; i++) {
      redis.admin().set(b("session:" + i), b("v"));
    }
    for (var i = 0; i < 399; i++) {
      redis.admin().set(b("cache:page:" + i), b("v"));
    }
    redis.admin().set(Kinds.notText(), b("v"));
    redis.admin().set(b("plain"), b("v"));
    assertThat(observe().notes())
        .first()
        .asString()
        .isEqualTo(
            "by prefix: session: 600 (60 %), cache: 399 (40 %), (no prefix) 1 (under 1 %),"
                + " api_key: 1 (under 1 %)");
  }

  @Test
  void prefixesAreBoundedAndPrintable() {
    var prefixes = new Prefixes(1);
    for (var i = 0; i < 1_500; i++) {
      prefixes.add(b("p" + i + ":x"));
    }
    prefixes.add(b("p0:again"));
    prefixes.add(new byte[] {(byte) 0xff, '\n', ':', 'x'});
    var result = prefixes.result();
    assertThat(result).hasSize(1_001);
    assertThat(result.getFirst()).isEqualTo(new PrefixCount("p0:", 2));
    assertThat(result.getLast()).isEqualTo(new PrefixCount(Prefixes.OTHERS, 501));
    assertThat(Prefixes.of(new byte[] {(byte) 0xff, '\n', ':', 'x'}, 1)).isEqualTo("<ff><0a>:");
    assertThat(Prefixes.of(b("a:b:c:d"), 2)).isEqualTo("a:b:");
    assertThat(Prefixes.of(b("a:b"), 2)).isEqualTo("a:");
  }

  @Test
  void aDiskThatIsFullLeavesEverythingAndTheConnectionUsable() {
    Kinds.fill(redis.admin());
    var everything = redis.snapshot();
    var now = observe();
    assertThatThrownBy(
            () ->
                ACTION.save(
                    now,
                    connection.reader(),
                    _ -> {
                      throw SystemException.refused("the disk is full", "free some");
                    }))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("the disk is full");
    assertThat(redis.snapshot()).isEqualTo(everything);
    flush(now, save(now));
    assertThat(names()).isEmpty();
  }

  @Test
  void aReplicaIsRefusedInPreflightAndByTheServer() {
    try (var master = TestRedis.embedded()) {
      master.admin().set(b("s:1"), b("v"));
      redis.admin().replicaof("127.0.0.1", master.port());
      Awaitility.await().until(() -> redis.admin().exists(b("s:1")) == 1);
      var missing =
          ACTION.requirements().stream()
              .filter(
                  r -> r.probe().apply(connection.reader()) instanceof Requirement.Finding.Missing)
              .map(Requirement::what);
      assertThat(missing).contains("a master");
      var now = observe();
      var content = save(now);
      assertThatThrownBy(() -> flush(now, content))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining("is a replica and takes no writes");
      assertThat(names()).containsExactly("s:1");
    }
  }

  @Test
  void whoMayNotTouchAllKeysIsTold() {
    redis.acl("resetkeys", "~session:*");
    var remedies =
        ACTION.requirements().stream()
            .map(r -> r.probe().apply(connection.reader()))
            .filter(Requirement.Finding.Missing.class::isInstance)
            .map(f -> ((Requirement.Finding.Missing) f).remedy());
    assertThat(remedies).contains("ACL SETUSER tester +unlink ~*");
  }

  @Test
  void itOverlapsEveryDeletionOfKeys() {
    assertThat(ACTION.target().overlaps(new DeleteKeys("session:*").target())).isTrue();
  }
}
