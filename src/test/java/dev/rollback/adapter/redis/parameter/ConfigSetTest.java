package dev.rollback.adapter.redis.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.TestRedis;
import dev.rollback.contract.AnswerCutter;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is particular to parameters: forms of values, what cannot be set, and half of it done. */
class ConfigSetTest {
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
  }

  private TestRedis redis6(String... options) {
    return kept(TestRedis.embedded(options));
  }

  private <T extends AutoCloseable> T kept(T one) {
    toClose.add(one);
    return one;
  }

  private Connection<RedisReader, RedisWriter> to(TestRedis redis) {
    return kept(redis.connect());
  }

  private static ConfigSet set(String... namesAndValues) {
    var parameters = new java.util.LinkedHashMap<String, String>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ConfigSet(parameters);
  }

  private static void apply(ConfigSet action, Connection<RedisReader, RedisWriter> connection) {
    var now = action.observe(connection.reader());
    action.write(now, action.desired(now.state()), connection.writer());
  }

  private static SystemException failure(
      ConfigSet action, Connection<RedisReader, RedisWriter> connection) {
    return catchThrowableOfType(SystemException.class, () -> apply(action, connection));
  }

  private static String value(TestRedis redis, String name) {
    return redis.admin().configGet(name).getOrDefault(name, "none");
  }

  @Test
  void sizesAndSwitchesAreShownAsTheServerWillWriteThem() {
    assertThat(Parameter.written("0", "2gb")).isEqualTo("2147483648");
    assertThat(Parameter.written("0", "100M")).isEqualTo("100000000");
    assertThat(Parameter.written("10", " 020 ")).isEqualTo("20");
    assertThat(Parameter.written("-1", "5b")).isEqualTo("5");
    assertThat(Parameter.written("-1", "-2")).isEqualTo("-2");
    assertThat(Parameter.written("no", "YES")).isEqualTo("yes");
    assertThat(Parameter.written("no", "maybe")).isEqualTo("maybe");
    assertThat(Parameter.written("dump.rdb", "5kb")).isEqualTo("5kb");
    assertThat(Parameter.written("0", "99999999999gb")).hasSize(21);
  }

  @Test
  void whatHoldsASecretOrTheWayToTheServerIsRefusedUnread() {
    for (var name :
        List.of(
            "requirepass", "masterauth", "primaryauth", "tls-key-file-pass", "module.api-token")) {
      assertThatThrownBy(() -> set(name, "hunter22"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds a secret")
          .hasMessageNotContaining("hunter22");
    }
    for (var name : List.of("port", "bind", "tls-port")) {
      assertThatThrownBy(() -> set(name, "1")).as(name).hasMessageContaining("is reached");
    }
    for (var name : List.of("*", "max memory", "MAXMEMORY", "a\nb", "maxmem?ry", "")) {
      assertThatThrownBy(() -> set(name, "1")).as(name).hasMessageContaining("is no parameter");
    }
    assertThatThrownBy(ConfigSetTest::set).hasMessageContaining("no parameter is given");
    assertThat(set("tls-auth-clients", "no").parameters()).hasSize(1);
  }

  @Test
  void aNameThatDoesNotExistNamesTheNearest() {
    var redis = redis6();
    assertThatThrownBy(() -> set("maxmemry", "1").observe(to(redis).reader()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining(redis.uri() + " has no parameter 'maxmemry'")
        .satisfies(
            e ->
                assertThat(((SystemException) e).advice())
                    .hasValueSatisfying(a -> assertThat(a).contains("'maxmemory'")));
  }

  @Test
  void aValueThatTheServerWritesOtherwiseIsPutBack() {
    anotherForm(redis6());
  }

  @Test
  @Tag("lab")
  void aValueThatRedis7WritesOtherwiseIsPutBack() {
    anotherForm(kept(TestRedis.installedOrSkip()));
  }

  private void anotherForm(TestRedis redis) {
    redis.admin().configSet("notify-keyspace-events", "g$");
    var failure = failure(set("hz", "20", "notify-keyspace-events", "KEA"), to(redis));
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure.problem()).contains("writes notify-keyspace-events as 'AKE'");
    assertThat(failure.advice())
        .contains("Write 'notify-keyspace-events: \"AKE\"' in the runbook.");
    assertThat(value(redis, "notify-keyspace-events")).isEqualTo("g$");
    assertThat(value(redis, "hz")).isEqualTo("10");
  }

  @Test
  void whatTheServerRefusesLeavesNothingSet() {
    nothingSet(redis6(), "Invalid argument 'sometimes'");
  }

  @Test
  @Tag("lab")
  void whatRedis7RefusesLeavesNothingSet() {
    nothingSet(kept(TestRedis.installedOrSkip()), "related to argument 'maxmemory-policy'");
  }

  private void nothingSet(TestRedis redis, String reason) {
    var failure =
        failure(set("hz", "20", "maxmemory-policy", "sometimes", "timeout", "9"), to(redis));
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure.problem()).contains(redis.uri() + " does not take it", reason);
    assertThat(failure.advice()).isPresent();
    assertThat(value(redis, "hz")).isEqualTo("10");
    assertThat(value(redis, "timeout")).isEqualTo("0");
  }

  @Test
  void redis6RefusesWhatIsFixedWhenItIsSet() {
    var redis = redis6();
    var failure = failure(set("databases", "32", "hz", "20"), to(redis));
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure.problem()).contains("Unsupported CONFIG parameter: databases");
    assertThat(value(redis, "hz")).isEqualTo("10");
  }

  @Test
  @Tag("lab")
  void redis7NamesWhatIsFixedInPreflightAndSetsNothing() {
    var redis = kept(TestRedis.installedOrSkip());
    redis.note();
    var settings = redis.noted("config", "set");
    var reader = to(redis).reader();
    var missing =
        set("databases", "32", "hz", "20").requirements().stream()
            .map(r -> r.probe().apply(reader))
            .filter(Requirement.Finding.Missing.class::isInstance)
            .toList();
    assertThat(missing)
        .singleElement()
        .asString()
        .contains("can't set immutable config", "configuration file");
    assertThat(redis.noted("config", "set")).isEqualTo(settings);
  }

  @Test
  void theHarmIsNamed() {
    assertThat(risk("maxmemory", "0", "1gb")).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(risk("maxmemory", "1000", "999")).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(risk("maxmemory", "1000", "1001")).isEqualTo(Risk.REVERSIBLE);
    assertThat(risk("maxmemory", "1000", "0")).isEqualTo(Risk.REVERSIBLE);
    assertThat(risk("maxmemory-policy", "noeviction", "allkeys-lru")).isEqualTo(Risk.DESTRUCTIVE);
    assertThat(risk("maxmemory-policy", "allkeys-lru", "noeviction")).isEqualTo(Risk.REVERSIBLE);
    assertThat(risk("timeout", "0", "1")).isEqualTo(Risk.DISRUPTIVE);
    assertThat(risk("hz", "10", "20")).isEqualTo(Risk.REVERSIBLE);
  }

  private static Risk risk(String name, String before, String after) {
    var action = set("loglevel", "notice", name, after);
    return action.risk(
        new ConfigSet.State(Map.of("loglevel", "notice", name, before)),
        new ConfigSet.State(Map.of("loglevel", "notice", name, after)));
  }

  @Test
  void keysThatWouldBeEvictedAreToldBeforehand() {
    var redis = redis6();
    var reader = to(redis).reader();
    assertThat(set("maxmemory", "1kb").observe(reader).notes())
        .last()
        .asString()
        .contains("the limit will be 1,024", "refuse writes");
    redis.admin().configSet("maxmemory-policy", "allkeys-random");
    assertThat(set("maxmemory", "1kb").observe(reader).notes())
        .last()
        .asString()
        .contains("delete keys at once (allkeys-random)", "no undo");
    assertThat(set("maxmemory", "10gb").observe(reader).notes()).hasSize(1);
  }

  @Test
  void anAnswerThatIsLostIsUnknownAndIsFoundOutByLooking() throws IOException {
    var redis = redis6();
    var cutter = kept(AnswerCutter.to(redis.port(), "CONFIG\\s+\\$3\\s+SET"));
    var connection = kept(redis.connect(cutter.port()));
    var failure = failure(set("hz", "20"), connection);
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.problem()).contains("setting hz");
    assertThat(set("hz", "20").observe(connection.reader()).state().parameters())
        .containsEntry("hz", "20");
  }

  @Test
  void anAnswerThatComesTooLateIsUnknown() {
    var redis = redis6();
    var connection = kept(redis.connect(redis.port(), java.time.Duration.ofMillis(300)));
    var action = set("hz", "20");
    var now = action.observe(connection.reader());
    redis.admin().clientPause(1_500);
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> action.write(now, action.desired(now.state()), connection.writer()));
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.problem()).contains("did not answer within 300 ms while setting hz");
  }

  @Test
  void aServerThatIsGoneHasHadNoEffect() {
    var redis = redis6();
    var connection = to(redis);
    var action = set("hz", "20");
    var now = action.observe(connection.reader());
    redis.kill();
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () -> {
              var failure =
                  catchThrowableOfType(
                      SystemException.class,
                      () -> action.write(now, action.desired(now.state()), connection.writer()));
              assertThat(failure.effect()).isEqualTo(Effect.NONE);
              assertThat(failure.problem()).contains("Nothing answers at " + redis.uri());
            });
  }

  @Test
  void aPermissionThatIsMissingIsNamedWithItsRemedy() {
    var redis = redis6();
    var connection = to(redis);
    redis.acl("-config", "+config|get");
    assertThat(failure(set("hz", "20"), connection).problem()).contains("does not permit");
    assertThat(
            set("hz", "20").requirements().stream()
                .map(r -> r.probe().apply(connection.reader()))
                .filter(Requirement.Finding.Missing.class::isInstance)
                .map(f -> ((Requirement.Finding.Missing) f).remedy()))
        .containsExactly("ACL SETUSER tester +config|set");
  }

  @Test
  void onlyHalfOfItIsOnTheWayAndAnythingElseIsNot() {
    var action = set("hz", "20", "timeout", "9");
    var from = new ConfigSet.State(Map.of("hz", "10", "timeout", "0"));
    var to = new ConfigSet.State(Map.of("hz", "20", "timeout", "9"));
    assertThat(action.partway(from, to, new ConfigSet.State(Map.of("hz", "20", "timeout", "0"))))
        .isTrue();
    assertThat(action.partway(from, to, new ConfigSet.State(Map.of("hz", "20", "timeout", "1"))))
        .isFalse();
    assertThat(Optional.of(action.target().parts())).contains(List.of("hz", "timeout"));
  }
}
