package dev.rollback.adapter.redis.statistics;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.redis.Kinds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.adapter.redis.keys.Census;
import dev.rollback.adapter.redis.link.Server;
import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.condition.Verdict;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Shapes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the checks read from a real server; a subclass says of which version. */
abstract class RedisChecksContract {
  private static final Verdict PASS = new Verdict.Decided(true);
  private static final Verdict FAIL = new Verdict.Decided(false);

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private TestRedis redis;
  private Connection<RedisReader, RedisWriter> connection;

  /** Starts a server. */
  abstract TestRedis start();

  @BeforeEach
  void open() {
    redis = kept(start());
    connection = kept(redis.connect(this::pass));
  }

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

  private boolean pass(Duration time, CountDownLatch end) {
    pauses.add(time);
    meanwhile.run();
    return end.getCount() == 0;
  }

  private <V extends Record> V values(Check<V, RedisReader> check) {
    return switch (check.read(connection.reader())) {
      case Check.Reading.Values<V>(var values) -> values;
      case Check.Reading.Nothing<V>(var why) -> throw new AssertionError(why);
    };
  }

  private <V extends Record> String nothing(Check<V, RedisReader> check) {
    return switch (check.read(connection.reader())) {
      case Check.Reading.Values<V>(var values) -> throw new AssertionError(values);
      case Check.Reading.Nothing<V>(var why) -> why;
    };
  }

  private <V extends Record> Verdict judge(Check<V, RedisReader> check) {
    return judge(check, check.expectation().orElseThrow());
  }

  private <V extends Record> Verdict judge(Check<V, RedisReader> check, String expectation) {
    var values = values(check);
    var variables = Variables.of(Shapes.ofRecord(values.getClass()));
    return Condition.compile(expectation, variables).orThrow().evaluate(values);
  }

  private List<String> missing(Check<?, RedisReader> check) {
    return check.requirements().stream()
        .filter(r -> r.probe().apply(connection.reader()) instanceof Requirement.Finding.Missing)
        .map(Requirement::what)
        .toList();
  }

  private SystemException failure(Check<?, RedisReader> check) {
    var failure =
        catchThrowableOfType(SystemException.class, () -> check.read(connection.reader()));
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure;
  }

  private boolean is7() {
    return Server.atLeast(connection.reader().version(), 7);
  }

  private static final List<Check<?, RedisReader>> ALL =
      List.of(
          new Ping(),
          new RoundTrip(1024, "rollback:probe"),
          new InfoField("memory", "used_memory"),
          new Latency(5, Duration.ZERO, Duration.ofSeconds(1), List.of()),
          new HitRatio(Duration.ofSeconds(1), 1),
          new SlowLog(Duration.ofMillis(10), Duration.ofMinutes(1), 10),
          new Census("*", 1, 1000, 1));

  @Test
  void noneOfThemWritesAnything() {
    redis.admin().set(b("rollback:probe"), b("somebody's"));
    redis.admin().get(b("rollback:probe"));
    var everything = redis.snapshot();
    var writes = redis.writes();
    redis.note();
    var settings = redis.noted("config", "set");
    for (var check : ALL) {
      assertThat(missing(check)).isEmpty();
      assertThat(check.read(connection.reader())).isNotNull();
    }
    assertThat(redis.writes()).isEqualTo(writes);
    assertThat(redis.noted("config", "set")).isEqualTo(settings);
    assertThat(redis.snapshot()).isEqualTo(everything);
  }

  @Test
  void aServerThatIsGoneIsToldByEach() {
    redis.kill();
    for (var check : ALL) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(failure(check).problem())
                      .contains("Nothing answers at " + redis.uri()));
    }
  }

  @Test
  void anAnswerThatComesTooLateIsToldByEach() {
    connection = kept(redis.connect(redis.port(), Duration.ofMillis(200)));
    for (var check : ALL) {
      connection.reader().ping();
      redis.admin().clientPause(400);
      assertThat(failure(check).problem())
          .contains(redis.uri())
          .containsPattern("did not answer within 200 ms|timed out after 100 millisecond");
      Awaitility.await().ignoreExceptions().until(() -> connection.reader().ping().isPositive());
    }
  }

  @Test
  void theRoundTripSeesWhatKeepsWritesOut() {
    var check = new RoundTrip(100_000, "probe key\n");
    assertThat(judge(check)).isEqualTo(PASS);
    redis.admin().configSet("maxmemory", "1");
    assertThat(judge(check)).isEqualTo(FAIL);
    assertThat(values(check).refusal()).startsWith("OOM");
    redis.admin().configSet("maxmemory", "0");
    redis.acl("-set");
    assertThat(values(check).refusal()).startsWith("NOPERM");
    redis.acl("+set");
    redis.admin().configSet("min-replicas-to-write", "1");
    assertThat(values(check).refusal()).startsWith("NOREPLICAS");
    redis.admin().configSet("min-replicas-to-write", "0");
    redis.admin().replicaof("127.0.0.1", 1);
    assertThat(values(check).refusal()).startsWith("READONLY");
    assertThat(judge(check, "intact && milliseconds < 60000.0")).isEqualTo(PASS);
    assertThatThrownBy(() -> new RoundTrip(0, "k")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void infoIsTyped() {
    redis.admin().set(b("k"), b("v"));
    redis.admin().pexpire(b("k"), 100_000);
    assertThat(judge(info("memory", "used_memory"), "value > 100000")).isEqualTo(PASS);
    assertThat(judge(info("memory", "used_memory"), "value < 1")).isEqualTo(FAIL);
    assertThat(judge(info("memory", "mem_fragmentation_ratio"), "value > 0.0")).isEqualTo(PASS);
    assertThat(judge(info("replication", "role"), "value == 'master'")).isEqualTo(PASS);
    assertThat(judge(info("keyspace", "db0"), "value.keys == 1 && value.expires == 1"))
        .isEqualTo(PASS);
    assertThat(judge(info("keyspace", "db7"), "value.keys == 0")).isEqualTo(PASS);
    assertThat(judge(info("commandstats", "cmdstat_set"), "value.calls == 1")).isEqualTo(PASS);
    assertThat(judge(info("server", "redis_git_sha1"), "value == '00000000'")).isEqualTo(PASS);
    assertThat(judge(info("replication", "role"), "value > 5"))
        .isInstanceOf(Verdict.Undecided.class);
  }

  private static InfoField info(String section, String field) {
    return new InfoField(section, field);
  }

  @Test
  void aFieldThatDoesNotExistNamesTheNearest() {
    var field = failure(info("memory", "used_memory_mb"));
    assertThat(field.problem()).contains("INFO memory", "no field 'used_memory_mb'");
    assertThat(field.advice()).contains("Did you mean 'used_memory'?");
    assertThat(failure(info("memory", "xyz")).advice())
        .hasValueSatisfying(a -> assertThat(a).contains("INFO memory"));
    assertThat(failure(info("memory", "keyspace_hits")).problem()).contains("another section");
    var section = failure(info("memry", "used_memory"));
    assertThat(section.problem()).contains("no section 'memry'");
    assertThat(section.advice()).contains("Did you mean 'memory'?");
    assertThatThrownBy(() -> info("memory all", "x")).hasMessageContaining("is no section");
  }

  @Test
  void latencyIsMeasuredWithinItsBounds() {
    var values = values(new Latency(50, Duration.ofMillis(3), Duration.ofSeconds(30), List.of()));
    assertThat(values.samples()).isEqualTo(50);
    assertThat(values.p50()).isPositive().isLessThanOrEqualTo(values.p99());
    assertThat(values.p99()).isLessThanOrEqualTo(values.max());
    assertThat(values.commands()).isEmpty();
    assertThat(pauses).hasSize(49).containsOnly(Duration.ofMillis(3));
    assertThat(judge(latency())).isEqualTo(PASS);
    assertThat(judge(latency(), "max < 0.0")).isEqualTo(FAIL);
    assertThat(nothing(new Latency(50, Duration.ofSeconds(2), Duration.ofSeconds(10), List.of())))
        .contains("only 5 times within PT10S");
    assertThatThrownBy(() -> new Latency(0, Duration.ZERO, Duration.ofSeconds(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Latency(1, Duration.ZERO, Duration.ofHours(1), List.of()))
        .hasMessageContaining("`duration`");
  }

  private static Latency latency(String... commands) {
    return new Latency(20, Duration.ZERO, Duration.ofSeconds(30), List.of(commands));
  }

  @Test
  void theServersOwnHistogramIsReadWhereThereIsOne() {
    if (is7()) {
      redis.admin().set(b("k"), b("v"));
      assertThat(judge(latency("set"), "commands['set'].calls == 1 && commands['set'].max < 1e5"))
          .isEqualTo(PASS);
      assertThat(nothing(latency("set", "lpush"))).contains("no call of 'lpush' yet");
      redis.acl("-latency");
      assertThat(missing(latency("set"))).containsExactly("LATENCY HISTOGRAM");
      assertThat(failure(latency("set")).problem()).contains("does not permit");
    } else {
      assertThat(nothing(latency("set"))).contains("measures no latency of commands");
    }
  }

  @Test
  void aHistogramTellsUpperEnds() {
    var histogram =
        new Histogram(
            100, new java.util.TreeMap<>(Map.of(1L, 10L, 8L, 50L, 16L, 99L, 1024L, 100L)));
    assertThat(histogram.quantile(0.5)).isEqualTo(0.008);
    assertThat(histogram.quantile(0.99)).isEqualTo(0.016);
    assertThat(histogram.quantile(1)).isEqualTo(1.024);
  }

  @Test
  void theHitRatioIsThatOfItsWindow() {
    for (var i = 0; i < 50; i++) {
      redis.admin().get(b("long before"));
    }
    redis.admin().set(b("k"), b("v"));
    meanwhile = () -> reads(8, 2);
    var check = new HitRatio(Duration.ofSeconds(30), 10);
    assertThat(judge(check, "ratio == 0.8 && hits == 8 && misses == 2")).isEqualTo(PASS);
    assertThat(judge(check, "ratio > 0.9")).isEqualTo(FAIL);
    assertThat(pauses).containsOnly(Duration.ofSeconds(30));
    assertThat(nothing(new HitRatio(Duration.ofSeconds(30), 11)))
        .contains("only 10 reads within PT30S; 11 are needed");
  }

  private void reads(int hits, int misses) {
    for (var i = 0; i < hits; i++) {
      redis.admin().get(b("k"));
    }
    for (var i = 0; i < misses; i++) {
      redis.admin().get(b("not there"));
    }
  }

  @Test
  void statisticsThatAreResetWithinTheWindowAreNoticed() {
    redis.admin().set(b("k"), b("v"));
    meanwhile =
        () -> {
          redis.admin().configResetstat();
          reads(200, 0); // more than there were before
        };
    assertThat(nothing(new HitRatio(Duration.ofSeconds(30), 10))).contains("begun to count anew");
  }

  @Test
  void aConnectionThatIsClosedEndsTheWindow() {
    meanwhile = connection::close;
    assertThat(failure(new HitRatio(Duration.ofSeconds(30), 10)).problem())
        .contains("was closed between two samples");
  }

  @Test
  void slowCommandsAreNamedWithoutTheirArguments() {
    redis.admin().configSet("slowlog-log-slower-than", "0");
    redis.admin().set(b("password of ann"), b("hunter22"));
    redis.admin().configGet("maxmemory");
    var all = new SlowLog(Duration.ZERO, Duration.ofMinutes(1), 10_000);
    var values = values(all);
    assertThat(values.commands()).containsEntry("set", 1L).containsKey("config get");
    assertThat(values.longest()).isPositive();
    assertThat(values.toString()).doesNotContain("hunter22", "ann");
    assertThat(judge(all)).isEqualTo(FAIL);
    assertThat(judge(new SlowLog(Duration.ofSeconds(5), Duration.ofMinutes(1), 10_000)))
        .isEqualTo(PASS);
    assertThat(values(new SlowLog(Duration.ZERO, Duration.ofMinutes(1), 2)).complete()).isFalse();
    assertThat(values.complete()).isTrue();
    var before = new SlowLog(Duration.ZERO, Duration.ofMillis(1), 10_000);
    Awaitility.await().until(() -> values(before).entries() < values(all).entries());
  }

  @Test
  void aSlowLogThatDoesNotNoteThemIsInconclusive() {
    var check = new SlowLog(Duration.ofMillis(1), Duration.ofMinutes(1), 10);
    assertThat(nothing(check)).contains("only commands from 10,000 microseconds on");
    redis.admin().configSet("slowlog-log-slower-than", "-1");
    assertThat(nothing(check)).contains("keeps no slow log");
    redis.acl("-config");
    assertThat(missing(check)).isEmpty();
    assertThat(nothing(check)).contains("CONFIG GET is not permitted");
    redis.acl("-slowlog");
    assertThat(missing(check)).containsExactly("SLOWLOG GET");
    assertThat(failure(check).problem()).contains("does not permit");
  }

  @Test
  void theCensusCountsAndMeasures() {
    Kinds.fill(redis.admin());
    redis.admin().set(b("rollback:lease:production"), b("no content"));
    var check = new Census("*", 1, 100_000, 100);
    assertThat(
            judge(
                check,
                "complete && keys == 12 && prefixes['api_key:'].keys == 10"
                    + " && prefixes['api_key:'].bytes > 1000 && prefixes['other:'].share < 0.1"
                    + " && prefixes['(no prefix)'].keys == 1"))
        .isEqualTo(PASS);
    assertThat(judge(new Census("api*", 1, 100_000, 0), "keys == 12")).isEqualTo(FAIL);
    assertThat(judge(new Census("none:*", 1, 100_000, 5), "keys == 0 && complete")).isEqualTo(PASS);
    assertThat(judge(check, "prefixes['none:'].keys == 0")).isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void theCensusNamesThePrefixThatTakesTheMemory() {
    redis.admin().set(b("big:1"), new byte[100_000]);
    redis.admin().set(b("small:1"), b("v"));
    redis.admin().set(b("small:2"), b("v"));
    assertThat(
            judge(new Census("*", 1, 100_000, 5), "largest == 'big:' && part > 0.9 && part <= 1.0"))
        .isEqualTo(PASS);
    assertThat(judge(new Census("*", 1, 100_000, 0), "largest == '' && part == 0.0"))
        .isEqualTo(PASS);
  }

  /** A full server queues nothing, and so would seem to permit nothing. */
  @Test
  void whatAFullServerPermitsCanBeAskedAndRead() {
    redis.admin().set(b("s:1"), b("v"));
    redis.admin().configSet("maxmemory", "1");
    for (var check : ALL) {
      assertThat(missing(check)).as(check.toString()).isEmpty();
    }
    assertThat(judge(new Census("*", 1, 100, 1), "keys == 1")).isEqualTo(PASS);
    redis.acl("-slowlog");
    assertThat(missing(new SlowLog(Duration.ofMillis(10), Duration.ofMinutes(5), 128)))
        .as("a permission that is missing is told all the same")
        .isNotEmpty();
    redis.admin().configSet("maxmemory", "0");
  }

  @Test
  void theCensusEndsAtItsBound() {
    redis
        .admin()
        .eval(
            "for i = 1, 20000 do redis.call('SET', 's:' .. i, 'v') end",
            io.lettuce.core.ScriptOutputType.STATUS);
    var values = values(new Census("*", 1, 5_000, 1));
    assertThat(values.complete()).isFalse();
    assertThat(values.keys()).isBetween(1_000L, 15_000L);
  }

  @Test
  void whatTheCensusNeedsIsNamed() {
    var check = new Census("app:*", 1, 1_000, 5);
    redis.acl("-memory");
    assertThat(missing(check)).containsExactly("MEMORY USAGE on app:*");
    redis.acl("+memory", "-scan");
    assertThat(missing(check)).containsExactly("SCAN");
    assertThat(failure(check).problem()).contains("does not permit it while looking for keys");
    redis.acl("-multi");
    assertThat(missing(check)).as("it cannot be asked, and that is a warning").isEmpty();
  }
}
