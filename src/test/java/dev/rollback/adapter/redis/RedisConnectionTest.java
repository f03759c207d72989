package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Check;
import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.Address;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.adapter.redis.statistics.Ping;
import dev.rollback.adapter.redis.statistics.RoundTrip;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to a server, and what is said when there is none. */
class RedisConnectionTest {
  private final TestRedis redis = TestRedis.embedded();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var one : toClose) {
      one.close();
    }
    redis.close();
  }

  @Test
  void pingSaysWhatIsThere() {
    var connection = connect(redis.settings(), TestRedis.PASSWORD);
    assertThat(connection.address()).isEqualTo(redis.uri());
    assertThat(connection.ping()).matches("redis 6\\.2\\.\\d+, master, database 0");
  }

  @Test
  void connectingSendsNothing() {
    var connections = connections();
    connect(redis.settings(), TestRedis.PASSWORD);
    assertThat(connections()).isEqualTo(connections);
  }

  @Test
  void theCheckReadsTimeRoleAndVersion() {
    var reading = new Ping().read(connect(redis.settings(), TestRedis.PASSWORD).reader());
    assertThat(reading).isInstanceOf(Check.Reading.Values.class);
    if (reading instanceof Check.Reading.Values<Ping.Values>(var values)) {
      assertThat(values.milliseconds()).isPositive();
      assertThat(values.role()).isEqualTo("master");
      assertThat(values.version()).startsWith("6.2");
    }
  }

  @Test
  void addressesThatLeaveSomethingToADefaultAreRefused() {
    for (var bad :
        List.of(
            "redis.grid",
            "redis://host",
            "redis://host:6379",
            "redis://host:6379/",
            "redis:///0",
            "redis://host/0",
            "http://h:1/0",
            "redis://h:1/a",
            "redis://h:1/0?timeout=1",
            "redis://h h:1/0")) {
      assertThatThrownBy(() -> connect(at(bad), "none")).as(bad).isInstanceOf(UserException.class);
    }
    assertThatThrownBy(() -> connect(at("redis://:hunter22@host:6379/0"), "none"))
        .isInstanceOf(UserException.class)
        .hasMessageNotContaining("hunter22");
    assertThat(connect(at("rediss://host:6380/3"), "none").address())
        .isEqualTo("rediss://host:6380/3");
  }

  @Test
  void aWrongPassword() {
    assertThat(problem(redis.settings(), "guess"))
        .contains(redis.uri(), "does not accept the user and the password")
        .doesNotContain("guess");
  }

  @Test
  void aMissingPassword() {
    redis.admin().configSet("requirepass", "needed");
    assertThat(problem(at(redis.uri()), "none")).contains("asks for a password");
  }

  @Test
  @Tag("lab")
  void aServerThatIsStillLoadingItsData(@TempDir Path directory) {
    try (var filled = TestRedis.installedOrSkip("--dir", directory.toString())) {
      filled
          .admin()
          .eval(
              "for i = 1, 3000 do redis.call('SET', 's:' .. i, 'v') end",
              io.lettuce.core.ScriptOutputType.STATUS);
      filled.admin().save();
    }
    try (var loading =
            TestRedis.installedOrSkip(
                "--dir",
                directory.toString(),
                "--key-load-delay",
                "5000",
                "--loading-process-events-interval-bytes",
                "1024");
        var connection = loading.connect()) {
      assertThatThrownBy(() -> new DeleteKeys("s:*").observe(connection.reader()))
          .isInstanceOf(SystemException.class)
          .hasMessageContaining(loading.uri() + " is still loading its data");
      assertThat(new RoundTrip(1, "k").read(connection.reader()).toString())
          .contains("writable=false", "LOADING");
    }
  }

  @Test
  void settingsAreReadFromYaml() {
    var settings =
        bind(
            """
            sentinel: {nodes: ["10.0.0.1:26379", "10.0.0.2:26379"], master: grid, database: 2}
            tls: {ca: ca.pem}
            """);
    assertThat(Address.of(settings).label())
        .isEqualTo("rediss-sentinel://10.0.0.1:26379,10.0.0.2:26379/2#grid");
    assertThat(settings.tls().orElseThrow().ca()).contains("ca.pem");
    var plain = bind("uri: rediss://redis.grid:6380/0\ntls: {}\n");
    assertThat(Address.of(plain).label()).isEqualTo("rediss://redis.grid:6380/0");
  }

  private static RedisSettings bind(String text) {
    return YamlReader.parse(new SourceFile("rollback.yaml", text))
        .then(tree -> Binder.bind(tree, RedisSettings.class, BindContext.plain()))
        .orThrow();
  }

  @Test
  void nothingListening() {
    redis.kill();
    assertThat(problem(redis.settings(), TestRedis.PASSWORD))
        .contains("Nothing answers at " + redis.uri());
  }

  @Test
  void anUnknownHost() {
    assertThat(problem(at("redis://no-such-host.invalid:6379/0"), "none")).contains("unknown");
  }

  @Test
  void noSuchDatabase() {
    var uri = redis.uri().replaceAll("/0$", "/99");
    assertThat(problem(at(uri), "none")).contains("no such database");
  }

  @Test
  void noTlsOnThisPort() {
    var uri = redis.uri().replace("redis:", "rediss:");
    assertThat(problem(at(uri), "none")).contains("rediss://127.0.0.1");
  }

  @Test
  void anotherServerThanTheOneThatIsMeant() {
    assertThat(another(Map.of("role", "replica")))
        .contains("its role is master, and rollback.yaml says replica");
    assertThat(another(Map.of("run-id", "0123")))
        .contains(
            "its run-id is", "rollback.yaml says 0123 (it is another one after each restart)");
    var runId = redis.admin().info("server").replaceAll("(?s).*run_id:(\\w+).*", "$1");
    var right = pinned(Map.of("run-id", runId, "role", "master"));
    assertThat(right.ping()).contains("master");
    right.confirm();
    assertThat(right.fact("run-id")).contains(runId);
    assertThat(right.fact("role")).contains("master");
  }

  @Test
  void aReplicaIsNamedByPreflightAndTakesNoWrites() {
    try (var master = TestRedis.embedded()) {
      master.admin().set(b("s:1"), b("v"));
      redis.admin().replicaof("127.0.0.1", master.port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> redis.admin().exists(b("s:1")) == 1);
      var connection = connect(redis.settings(), TestRedis.PASSWORD);
      assertThat(missing(connection)).contains("a master").contains("UNLINK on s:*");
      assertThat(connection.ping()).contains("replica");
      var action = new DeleteKeys("s:*");
      var now = action.observe(connection.reader());
      var content = new ArrayList<byte[]>();
      action.save(now, connection.reader(), content::add);
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () ->
                  action.write(
                      now,
                      KeySet.NONE,
                      connection.writer(),
                      new ListContent(content),
                      (_, _) -> {}));
      assertThat(failure.problem()).contains("is a replica and takes no writes");
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    }
  }

  @Test
  void keysThatTheUserMayNotTouchAreMissing() {
    redis.acl("resetkeys", "~s:allowed:*");
    var connection = connect(redis.settings(), TestRedis.PASSWORD);
    assertThat(missing(connection)).contains("UNLINK on s:*", "DUMP on s:*").doesNotContain("SCAN");
    assertThat(remedies(connection)).contains("ACL SETUSER tester +unlink ~s:*");
  }

  @Test
  void withoutTransactionsNothingCanBeAskedAndTheRemedySaysSo() {
    redis.admin().set(b("s:"), b("would be deleted if the command were sent bare"));
    redis.admin().set(b("s:*"), b("the very name that is asked with"));
    redis.acl("-multi");
    var connection = connect(redis.settings(), TestRedis.PASSWORD);
    assertThat(missing(connection)).contains("UNLINK on s:*", "SCAN");
    assertThat(remedies(connection)).anyMatch(r -> r.contains("+multi +discard"));
    assertThat(redis.admin().keys("s:*")).hasSize(2);
  }

  @Test
  void askingForPermissionsExecutesNothing() {
    redis.admin().set(b("s:*"), b("the very name that is asked with"));
    var connection = connect(redis.settings(), TestRedis.PASSWORD);
    assertThat(missing(connection)).isEmpty();
    redis.acl("-discard");
    assertThat(missing(connection)).isEmpty();
    assertThat(redis.admin().get(b("s:*"))).isNotNull();
    assertThat(redis.writes()).isEqualTo(1);
  }

  @Test
  void aLineThatBrokeIsOpenedAnew() {
    var connection = connect(redis.settings(), TestRedis.PASSWORD);
    connection.ping();
    redis.admin().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme(true));
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> connection.ping().contains("master"));
  }

  @Test
  void everythingIsDescribed() {
    for (var type : new RedisAdapter().steps()) {
      assertThat(Shapes.ofRecord(type.inputs()).doc()).isNotBlank();
      assertThat(Shapes.ofRecord(type.inputs()).components())
          .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    }
  }

  private record ListContent(List<byte[]> all) implements dev.rollback.action.Content {
    @Override
    public long entries() {
      return all.size();
    }

    @Override
    public void forEach(java.util.function.Consumer<byte[]> entry) {
      all.forEach(entry);
    }
  }

  private long connections() {
    return Long.parseLong(
        redis.admin().info("stats").replaceAll("(?s).*total_connections_received:(\\d+).*", "$1"));
  }

  private static List<String> missing(Connection<RedisReader, RedisWriter> connection) {
    return new DeleteKeys("s:*")
        .requirements().stream()
            .filter(
                r -> r.probe().apply(connection.reader()) instanceof Requirement.Finding.Missing)
            .map(Requirement::what)
            .toList();
  }

  private static List<String> remedies(Connection<RedisReader, RedisWriter> connection) {
    return new DeleteKeys("s:*")
        .requirements().stream()
            .map(r -> r.probe().apply(connection.reader()))
            .filter(Requirement.Finding.Missing.class::isInstance)
            .map(f -> ((Requirement.Finding.Missing) f).remedy())
            .toList();
  }

  private Connection<RedisReader, RedisWriter> connect(RedisSettings settings, String password) {
    var connection = new RedisAdapter().connect(settings, _ -> Sensitive.of(password));
    toClose.add(connection);
    return connection;
  }

  private String problem(RedisSettings settings, String password) {
    return problem(connect(settings, password));
  }

  private static String problem(Connection<RedisReader, RedisWriter> connection) {
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice()).isPresent();
    return failure.problem();
  }

  private static RedisSettings at(String uri) {
    return new RedisSettings(uri, Optional.empty(), Optional.empty());
  }

  private String another(Map<String, String> pinned) {
    return problem(pinned(pinned));
  }

  private Connection<RedisReader, RedisWriter> pinned(Map<String, String> facts) {
    var adapter = new RedisAdapter();
    var connection =
        adapter.connect(
            at(redis.uri()),
            new Pin(adapter.facts(), facts, "rollback target pin production"),
            _ -> Sensitive.of("none"));
    toClose.add(connection);
    return connection;
  }
}
