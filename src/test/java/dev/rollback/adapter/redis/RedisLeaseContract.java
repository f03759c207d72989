package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.contract.LeasePlaceContract;
import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Claims under keys, and who may put them there; a subclass says on which server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisLeaseContract extends LeasePlaceContract<RedisReader, RedisWriter> {
  private static final long MONTH_SECONDS = 30L * 24 * 3600;
  private final List<Connection<RedisReader, RedisWriter>> opened = new ArrayList<>();
  private Optional<TestRedis> redis = Optional.empty();

  /** Starts a server. */
  abstract TestRedis start();

  @BeforeEach
  final void empty() {
    redis = redis.or(() -> Optional.of(start()));
    redis().admin().flushall();
  }

  @AfterEach
  final void disconnect() {
    opened.forEach(Connection::close);
    opened.clear();
  }

  @org.junit.jupiter.api.AfterAll
  final void stop() {
    redis.ifPresent(TestRedis::close);
  }

  private TestRedis redis() {
    return redis.orElseThrow();
  }

  @Override
  protected final Connection<RedisReader, RedisWriter> connect() {
    var connection = redis().connect();
    opened.add(connection);
    return connection;
  }

  @Override
  protected final String seenFromOutside(String target) {
    return new String(redis().admin().get(b("rollback:lease:" + target)), UTF_8);
  }

  private LeasePlace<RedisReader, RedisWriter> place() {
    return connect().leasePlace().orElseThrow();
  }

  private Optional<Claim> read(String target) {
    return place().read(target, connect().reader());
  }

  private boolean replace(String target, Optional<Claim> seen, Claim next) {
    return place().replace(target, seen, next, connect().writer());
  }

  private SystemException refused(String target) {
    var reading = catchThrowableOfType(SystemException.class, () -> read(target));
    assertThat(reading.effect()).isEqualTo(SystemException.Effect.NONE);
    var taking =
        catchThrowableOfType(
            SystemException.class, () -> replace(target, Optional.empty(), claim("a", 1)));
    assertThat(taking.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(taking.problem()).isEqualTo(reading.problem());
    return reading;
  }

  @Test
  void theKeyIsNamedAfterTheTarget() {
    assertThat(place().where("production"))
        .isEqualTo("key rollback:lease:production in database 0");
    assertThat(place().where("prod EU/1%*"))
        .isEqualTo("key rollback:lease:prod%20EU%2F1%25%2A in database 0");
    assertThat(replace("prod EU/1%*", Optional.empty(), claim("a", 1))).isTrue();
    assertThat(seenFromOutside("prod%20EU%2F1%25%2A")).contains("\"run\":\"a\"");
  }

  @Test
  void onlyWhatWasGivenBackExpires() {
    var hers = claim("a", 1);
    var back = hers.releasedAt(hers.since());
    var key = b("rollback:lease:expiry");
    assertThat(replace("expiry", Optional.empty(), hers)).isTrue();
    assertThat(redis().admin().ttl(key)).isEqualTo(-1);
    assertThat(replace("expiry", Optional.of(hers), back)).isTrue();
    assertThat(redis().admin().ttl(key)).isBetween(MONTH_SECONDS - 60, MONTH_SECONDS);
    assertThat(replace("expiry", Optional.of(back), claim("b", 2))).isTrue();
    assertThat(redis().admin().ttl(key)).isEqualTo(-1);
  }

  @Test
  void whatWasFlushedReadsAsNothingAndCanBeTaken() {
    var hers = claim("a", 1);
    assertThat(replace("flushed", Optional.empty(), hers)).isTrue();
    redis().admin().flushdb();
    assertThat(read("flushed")).isEmpty();
    assertThat(replace("flushed", Optional.of(hers), hers.renewedAt(hers.since()))).isFalse();
    assertThat(redis().admin().exists(b("rollback:lease:flushed"))).isZero();
    assertThat(replace("flushed", Optional.empty(), hers)).isTrue();
  }

  @Test
  void somethingElseUnderThatKeyIsNamedAndLeftAlone() {
    var key = b("rollback:lease:foreign");
    redis().admin().set(key, b("taken by hand"));
    assertThat(refused("foreign").problem())
        .contains("key rollback:lease:foreign in database 0 holds no claim of rollback's");
    assertThat(refused("foreign").advice().orElse("")).contains("DEL rollback:lease:foreign");
    redis().admin().set(key, b("{\"user\":\"u\"}"));
    assertThat(refused("foreign").problem()).contains("$.host is missing");
    redis().admin().del(key);
    redis().admin().hset(key, Map.of(b("a"), b("b")));
    assertThat(refused("foreign").problem())
        .contains(redis().uri(), "another kind of value", "reading rollback:lease:foreign");
    assertThat(redis().admin().hget(key, b("a"))).isEqualTo(b("b"));
  }

  @Test
  void aConnectionGoesOnAfterItWasRefused() {
    var connection = connect();
    var place = connection.leasePlace().orElseThrow();
    redis().admin().set(b("rollback:lease:on"), b("{"));
    assertThat(
            catchThrowableOfType(
                SystemException.class,
                () -> place.replace("on", Optional.empty(), claim("a", 1), connection.writer())))
        .isNotNull();
    redis().admin().del(b("rollback:lease:on"));
    assertThat(place.replace("on", Optional.empty(), claim("a", 1), connection.writer())).isTrue();
    assertThat(place.replace("on", Optional.empty(), claim("b", 1), connection.writer())).isFalse();
    assertThat(place.replace("on", Optional.of(claim("a", 1)), claim("a", 2), connection.writer()))
        .isTrue();
  }

  @Test
  void whatChangesBetweenReadingAndWritingIsNotOverwritten() {
    var key = b("rollback:lease:between");
    var writer = connect().writer();
    var written =
        writer.replaceValue(
            key,
            stands -> {
              redis().admin().set(key, b("quicker"));
              return stands.isEmpty();
            },
            b("too late"),
            Optional.empty());
    assertThat(written).isFalse();
    assertThat(redis().admin().get(key)).isEqualTo(b("quicker"));
  }

  @Test
  void ofManyThreadsOnOneConnectionOneGetsIt() throws Exception {
    var connection = connect();
    var place = connection.leasePlace().orElseThrow();
    var takers = new ArrayList<Callable<Boolean>>();
    for (var n = 0; n < 6; n++) {
      var mine = claim("r" + n, 1);
      takers.add(() -> place.replace("threads", Optional.empty(), mine, connection.writer()));
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      var got = new ArrayList<Boolean>();
      for (var one : threads.invokeAll(takers)) {
        got.add(one.get());
      }
      assertThat(got).containsOnlyOnce(true);
    }
  }

  @Test
  void theCommandThatIsMissingIsTheOneThatPreflightNames() {
    assertThat(missing()).isEmpty();
    assertDenied("get", "GET on rollback:lease:denied");
    assertDenied("watch", "WATCH on rollback:lease:denied");
    assertDenied("set", "SET on rollback:lease:denied");
    assertDenied("exec", "EXEC");
  }

  private void assertDenied(String command, String what) {
    redis().acl("-" + command);
    try {
      assertThat(missing()).containsExactly(what);
      assertThat(remedies())
          .containsExactly("ACL SETUSER tester +" + command + " ~rollback:lease:*");
      assertNothingIsTaken();
    } finally {
      redis().acl("+" + command);
    }
  }

  @Test
  void withoutTransactionsNothingIsTaken() {
    redis().acl("-multi");
    try {
      assertThat(missing()).contains("SET on rollback:lease:denied");
      assertThat(remedies()).anyMatch(r -> r.contains("+multi +discard"));
      assertNothingIsTaken();
    } finally {
      redis().acl("+multi");
    }
  }

  @Test
  void keysThatTheUserMayNotTouchAreNamed() {
    redis().acl("resetkeys", "~session:*");
    try {
      assertThat(missing())
          .containsExactly(
              "GET on rollback:lease:denied",
              "WATCH on rollback:lease:denied",
              "SET on rollback:lease:denied");
      assertNothingIsTaken();
    } finally {
      redis().acl("~*");
    }
  }

  private void assertNothingIsTaken() {
    var failure =
        catchThrowableOfType(
            SystemException.class, () -> replace("denied", Optional.empty(), claim("a", 1)));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("does not permit it");
    assertThat(redis().admin().exists(b("rollback:lease:denied"))).isZero();
  }

  private List<Finding> findings() {
    var reader = connect().reader();
    return place().requirements("denied").stream().map(r -> r.probe().apply(reader)).toList();
  }

  private List<String> missing() {
    var findings = findings();
    var what = place().requirements("denied").stream().map(Requirement::what).toList();
    return java.util.stream.IntStream.range(0, what.size())
        .filter(i -> findings.get(i) instanceof Finding.Missing)
        .mapToObj(what::get)
        .toList();
  }

  private List<String> remedies() {
    return findings().stream()
        .filter(Finding.Missing.class::isInstance)
        .map(f -> ((Finding.Missing) f).remedy())
        .toList();
  }
}
