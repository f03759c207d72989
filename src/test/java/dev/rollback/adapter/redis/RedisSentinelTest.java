package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.contract.MemoryContent;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a master by real sentinels, through a failover too. */
class RedisSentinelTest {
  private final List<AutoCloseable> toClose = new ArrayList<>();

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

  private static RedisSettings settings(RedisSettings.Sentinel sentinel, Optional<Tls> tls) {
    return new RedisSettings(
        Optional.empty(),
        Optional.of(sentinel),
        tls,
        Optional.of(new SecretRef.Env("PASSWORD")),
        Optional.of(TestRedis.USER),
        Duration.ofSeconds(3));
  }

  private static RedisSettings.Sentinel sentinel(String master, String... nodes) {
    return new RedisSettings.Sentinel(
        List.of(nodes), master, 0, Optional.empty(), Optional.empty());
  }

  private Connection<RedisReader, RedisWriter> connect(String... nodes) {
    return connect(sentinel(TestSentinel.MASTER, nodes));
  }

  private Connection<RedisReader, RedisWriter> connect(RedisSettings.Sentinel sentinel) {
    return kept(
        new RedisAdapter()
            .connect(settings(sentinel, Optional.empty()), RedisSentinelTest::secret));
  }

  private static Sensitive secret(SecretRef reference) {
    return Sensitive.of(
        ((SecretRef.Env) reference).env().equals("PASSWORD") ? TestRedis.PASSWORD : "of sentinel");
  }

  private static SystemException failure(Connection<RedisReader, RedisWriter> connection) {
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure;
  }

  @Test
  void theMasterIsAskedFor() throws IOException {
    var redis = kept(TestRedis.embedded());
    var sentinel = kept(TestSentinel.of(redis.port()));
    var connection = connect(sentinel.node());
    assertThat(connection.address())
        .isEqualTo("redis-sentinel://" + sentinel.node() + "/0#" + TestSentinel.MASTER);
    assertThat(connection.ping()).contains("master, database 0");
    redis.admin().set(b("s:1"), b("v"));
    assertThat(new DeleteKeys("s:*").observe(connection.reader()).state().keys()).isEqualTo(1);
  }

  @Test
  void sentinelsThatAreAwayAreToldOnlyWhenAllAre() throws IOException {
    var redis = kept(TestRedis.embedded());
    var sentinel = kept(TestSentinel.of(redis.port()));
    assertThat(connect("127.0.0.1:1", sentinel.node()).ping()).contains("master");
    assertThat(failure(connect("127.0.0.1:1", "127.0.0.1:2")).problem())
        .contains("No sentinel of", "Nothing answers at redis://127.0.0.1:1/0", "127.0.0.1:2");
    assertThat(failure(connect("127.0.0.1:1")).problem()).startsWith("Nothing answers at");
  }

  @Test
  void aMasterThatDoesNotExistNamesTheNearest() throws IOException {
    var redis = kept(TestRedis.embedded());
    var sentinel = kept(TestSentinel.of(redis.port()));
    var near = failure(connect(sentinel("grid-cahce", sentinel.node())));
    assertThat(near.problem()).contains("know no master 'grid-cahce'");
    assertThat(near.advice()).contains("Did you mean 'grid-cache'?");
    assertThat(failure(connect(sentinel("x", sentinel.node()))).advice())
        .contains("They know: grid-cache. Mend `sentinel.master`.");
  }

  @Test
  void aServerThatIsNoSentinelIsTold() {
    var redis = kept(TestRedis.embedded());
    var failure = failure(connect("127.0.0.1:" + redis.port()));
    assertThat(failure.problem()).contains("127.0.0.1:" + redis.port() + " is no sentinel");
    assertThat(failure.advice().orElseThrow()).contains("26379");
  }

  @Test
  void aSentinelWithAPassword() throws IOException {
    var redis = kept(TestRedis.embedded());
    var sentinel = kept(TestSentinel.of(redis.port(), "requirepass \"of sentinel\""));
    assertThat(failure(connect(sentinel.node())).problem()).contains("asks for a password");
    var known =
        new RedisSettings.Sentinel(
            List.of(sentinel.node()),
            TestSentinel.MASTER,
            0,
            Optional.of(new SecretRef.Env("SENTINEL")),
            Optional.empty());
    assertThat(connect(known).ping()).contains("master");
  }

  @Test
  void aMasterThatIsGoneIsToldWithWhoNamedIt() throws IOException {
    var redis = kept(TestRedis.embedded());
    var sentinel = kept(TestSentinel.of(redis.port()));
    redis.kill();
    assertThat(failure(connect(sentinel.node())).problem())
        .contains("Nothing answers at " + redis.uri() + " (redis-sentinel://" + sentinel.node());
  }

  @Test
  void aReplicaThatIsCalledMasterIsNotBelieved() throws IOException {
    var redis = kept(TestRedis.embedded());
    redis.admin().replicaof("127.0.0.1", 1);
    var sentinel = kept(TestSentinel.of(redis.port()));
    assertThat(failure(connect(sentinel.node())).problem())
        .contains("is a replica: a failover is under way");
  }

  @Test
  void aFailoverInTheMiddleOfARunIsFollowedAndAnUndoGoesOn() throws IOException {
    var first = kept(TestRedis.embedded());
    var second = kept(TestRedis.embedded("--replicaof", "127.0.0.1", "" + first.port()));
    for (var i = 0; i < 100; i++) {
      first.admin().set(b("s:" + i), b("v" + i));
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> second.admin().dbsize() == 100);
    var sentinel = kept(TestSentinel.of(first.port()));
    var connection = connect(sentinel.node());
    var action = new DeleteKeys("s:*");
    var before = action.observe(connection.reader());
    var content = new MemoryContent();
    action.save(before, connection.reader(), content);
    action.write(before, KeySet.NONE, connection.writer(), content, (_, _) -> {});
    assertThat(first.admin().waitForReplication(1, 5_000)).isEqualTo(1);

    sentinel.failOver(second);
    connection.confirm();
    var now = action.observe(connection.reader());
    assertThat(now.state()).isEqualTo(KeySet.NONE);
    action.write(now, before.state(), connection.writer(), content, (_, _) -> {});
    assertThat(second.admin().dbsize()).isEqualTo(100);
    assertThat(second.admin().info("replication")).contains("role:master");
  }

  @Test
  void anotherServerThanThePinnedOneIsRefusedAfterAFailover() throws IOException {
    var first = kept(TestRedis.embedded());
    var second = kept(TestRedis.embedded("--replicaof", "127.0.0.1", "" + first.port()));
    var sentinel = kept(TestSentinel.of(first.port()));
    var adapter = new RedisAdapter();
    var runId = connect(sentinel.node()).fact("run-id").orElseThrow();
    var connection =
        kept(
            adapter.connect(
                settings(sentinel(TestSentinel.MASTER, sentinel.node()), Optional.empty()),
                new Pin(adapter.facts(), Map.of("run-id", runId), "rollback target pin production"),
                RedisSentinelTest::secret));
    connection.confirm();
    sentinel.failOver(second);
    // The master that was closes its lines, perhaps in the middle of this question.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThatThrownBy(connection::confirm)
                    .isInstanceOf(SystemException.class)
                    .hasMessageContaining("is not the system that is meant"));
  }

  @Test
  void sentinelAndMasterByTls(@TempDir Path directory) throws Exception {
    var authority = TestAuthority.create(directory);
    authority.sign("server", "-ext", "san=ip:127.0.0.1");
    var context = authority.context("server");
    var redis = kept(TestRedis.embedded());
    var master = kept(TlsProxy.before(redis.port(), context, false));
    var sentinel = kept(TestSentinel.of(master.port()));
    var node = kept(TlsProxy.before(sentinel.port(), context, false));
    var tls = new Tls(Optional.of("ca.pem"), Optional.empty(), Optional.empty());
    var pem = authority.authority();
    var connection =
        kept(
            new RedisAdapter()
                .connect(
                    settings(
                        sentinel(TestSentinel.MASTER, "127.0.0.1:" + node.port()),
                        Optional.of(tls)),
                    r -> r.equals(new SecretRef.File("ca.pem")) ? Sensitive.of(pem) : secret(r)));
    assertThat(connection.address()).startsWith("rediss-sentinel://");
    assertThat(connection.ping()).contains("master");
  }

  @Test
  void settingsThatLeaveSomethingOpenAreRefusedUnread() {
    for (var bad :
        List.of(
            sentinel("m"),
            sentinel("", "h:1"),
            sentinel("a b", "h:1"),
            sentinel("m", "h"),
            sentinel("m", "h:0"),
            sentinel("m", "h:70000"),
            sentinel("m", "user:secret@h:1"),
            new RedisSettings.Sentinel(
                List.of("h:1"), "m", -1, Optional.empty(), Optional.empty()))) {
      assertThatThrownBy(() -> new RedisAdapter().validate(settings(bad, Optional.empty())))
          .as(bad.toString())
          .isInstanceOf(UserException.class);
    }
    new RedisAdapter()
        .validate(settings(sentinel("m", "[::1]:26379", "h.example:1"), Optional.empty()));
    var both =
        new RedisSettings(
            Optional.of("redis://h:1/0"),
            Optional.of(sentinel("m", "h:1")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(3));
    assertThatThrownBy(() -> new RedisAdapter().validate(both)).hasMessageContaining("has both");
    var none =
        new RedisSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(3));
    assertThatThrownBy(() -> new RedisAdapter().validate(none)).hasMessageContaining("has neither");
  }
}
