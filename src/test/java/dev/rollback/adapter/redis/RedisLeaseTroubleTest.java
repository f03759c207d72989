package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.contract.AnswerCutter;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases over a way that breaks off, where none can be kept, and beside keys that are deleted. */
class RedisLeaseTroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Claim HERS =
      new Claim("u", "h", 1, "r", 1, NOW, NOW, Duration.ofSeconds(30), Optional.empty());

  private final TestRedis redis = TestRedis.embedded();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var one : toClose) {
      one.close();
    }
    redis.close();
  }

  private Connection<RedisReader, RedisWriter> through(int port) {
    var settings =
        new RedisSettings(
            "redis://127.0.0.1:" + port + "/0",
            redis.settings().password(),
            redis.settings().username());
    var connection = new RedisAdapter().connect(settings, _ -> Sensitive.of(TestRedis.PASSWORD));
    toClose.add(connection);
    return connection;
  }

  private AnswerCutter cutting(String what) throws IOException {
    var cutter = AnswerCutter.to(redis.port(), what);
    toClose.add(cutter);
    return cutter;
  }

  private static boolean take(Connection<RedisReader, RedisWriter> connection) {
    return connection
        .leasePlace()
        .orElseThrow()
        .replace("prod", Optional.empty(), HERS, connection.writer());
  }

  private static Optional<Claim> read(Connection<RedisReader, RedisWriter> connection) {
    return connection.leasePlace().orElseThrow().read("prod", connection.reader());
  }

  private static SystemException refused(Connection<RedisReader, RedisWriter> connection) {
    var failure = catchThrowableOfType(SystemException.class, () -> take(connection));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure;
  }

  @Test
  void aTakingThatIsNotAnsweredMayHaveTakenEffect() throws IOException {
    var connection = through(cutting("EXEC").port());
    var failure = catchThrowableOfType(SystemException.class, () -> take(connection));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.UNKNOWN);
    assertThat(failure.problem()).contains("writing rollback:lease:prod");
    assertThat(read(through(redis.port()))).as("it had").contains(HERS);
    assertThat(read(connection)).as("by a new line").contains(HERS);
  }

  @Test
  void whatWasOnlyReadOrBegunHadNoEffect() throws IOException {
    for (var command : List.of("WATCH", "MULTI")) {
      refused(through(cutting(command).port()));
      assertThat(redis.admin().exists(b("rollback:lease:prod"))).as(command).isZero();
    }
  }

  @Test
  void aServerThatIsGoneIsNoEffect() {
    var connection = through(redis.port());
    assertThat(take(connection)).isTrue();
    redis.kill();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(refused(connection).problem())
                    .contains("Nothing answers at " + redis.uri()));
  }

  @Test
  void aServerWithoutMemoryRefuses() {
    redis.admin().configSet("maxmemory", "1");
    assertThat(refused(through(redis.port())).problem()).contains("out of memory");
    redis.admin().configSet("maxmemory", "0");
    assertThat(take(through(redis.port()))).isTrue();
  }

  @Test
  void aReplicaKeepsNoLease() {
    try (var master = TestRedis.embedded()) {
      master.admin().set(b("s:1"), b("v"));
      redis.admin().replicaof("127.0.0.1", master.port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> redis.admin().exists(b("s:1")) == 1);
      var connection = through(redis.port());
      assertThat(missing(connection)).contains("a master");
      assertThat(refused(connection).problem()).contains(redis.uri() + " is a replica");
      assertThatThrownBy(() -> read(connection)).hasMessageContaining("may be out of date");
    }
  }

  @Test
  void aMasterThatBecameAReplicaRefuses() {
    var connection = through(redis.port());
    assertThat(take(connection)).isTrue();
    redis.admin().replicaof("127.0.0.1", 1);
    var place = connection.leasePlace().orElseThrow();
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> place.replace("prod", Optional.of(HERS), HERS, connection.writer()));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("is a replica and takes no writes");
  }

  @Test
  void aPartOfAClusterThatIsNotWholeKeepsNoLease() {
    try (var part = TestRedis.embedded("--cluster-enabled", "yes")) {
      var connection = through(part.port());
      assertThat(missing(connection)).contains("all keys within reach");
      assertThat(refused(connection).problem()).contains("is not whole");
    }
  }

  @Test
  void aRedisHasNoIdentityThatStays() {
    assertThat(through(redis.port()).identity()).isEmpty();
  }

  @Test
  void noPatternDeletesALease() {
    var connection = through(redis.port());
    for (var glob : List.of("*:*", "r*", "?ollback*", "[r]ollback:*", "\\rollback:lea*", "*e*")) {
      redis.admin().flushall();
      assertThat(take(connection)).isTrue();
      redis.admin().set(b("rollback:lease"), b("no lease: deleted"));
      redis.admin().set(b("rollback:leased:x"), b("no lease: deleted"));
      delete(new DeleteKeys(glob), connection);
      assertThat(redis.admin().keys("*"))
          .as(glob)
          .extracting(k -> new String(k, java.nio.charset.StandardCharsets.UTF_8))
          .contains("rollback:lease:prod")
          .doesNotContain("rollback:leased:x");
      assertThat(read(connection)).contains(HERS);
    }
    for (var glob : List.of("rollback:lease:*", "rollback:lease:prod", "rollback\\:lease:?")) {
      assertThatThrownBy(() -> new DeleteKeys(glob))
          .as(glob)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("who moves a target");
    }
  }

  @Test
  void aLeaseThatIsRenewedMeanwhileIsNoDrift() {
    var connection = through(redis.port());
    assertThat(take(connection)).isTrue();
    redis.admin().set(b("room"), b("v"));
    var action = new DeleteKeys("*o*");
    var before = action.observe(connection.reader()).state();
    assertThat(before.keys()).isEqualTo(1);
    redis.admin().set(b("rollback:lease:other"), b("somebody else's"));
    assertThat(action.observe(connection.reader()).state()).isEqualTo(before);
  }

  private static void delete(DeleteKeys action, Connection<RedisReader, RedisWriter> connection) {
    var now = action.observe(connection.reader());
    var saved = new ArrayList<byte[]>();
    action.save(now, connection.reader(), saved::add);
    action.write(now, KeySet.NONE, connection.writer(), new Saved(saved), (_, _) -> {});
  }

  private record Saved(List<byte[]> all) implements dev.rollback.action.Content {
    @Override
    public long entries() {
      return all.size();
    }

    @Override
    public void forEach(java.util.function.Consumer<byte[]> entry) {
      all.forEach(entry);
    }
  }

  private static List<String> missing(Connection<RedisReader, RedisWriter> connection) {
    return connection.leasePlace().orElseThrow().requirements("prod").stream()
        .filter(r -> r.probe().apply(connection.reader()) instanceof Finding.Missing)
        .map(Requirement::what)
        .toList();
  }
}
