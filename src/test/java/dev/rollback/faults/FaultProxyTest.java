package dev.rollback.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rollback.sandbox.Sandbox;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The proxy itself, before the real servers that it is for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultProxyTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private Sandbox sandbox;

  @BeforeAll
  void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @Test
  void seesWhatAKubernetesClientSends() throws Exception {
    try (var proxy = FaultProxy.before(Protocol.HTTP, sandbox.cluster().uri());
        var client = HttpClient.newHttpClient()) {
      var deployments = "/apis/apps/v1/namespaces/grid/deployments";
      var base = proxy.through(sandbox.cluster().uri());
      assertThat(send(client, base.resolve(deployments), "GET", "")).isEqualTo(200);
      assertThat(send(client, base.resolve(deployments + "/grid-api?dryRun=All"), "PUT", "{}"))
          .isEqualTo(422);
      assertThat(send(client, base.resolve(deployments + "/grid-api"), "PUT", "{}")).isEqualTo(422);

      assertThat(proxy.seen())
          .extracting(Request::what)
          .containsExactly(
              "GET " + deployments,
              "PUT " + deployments + "/grid-api?dryRun=All",
              "PUT " + deployments + "/grid-api");
      assertThat(proxy.seen()).extracting(Request::write).containsExactly(0, 0, 1);
    }
  }

  private static int send(HttpClient client, URI uri, String method, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(SOON);
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  @Test
  void knowsWhichRedisCommandsWrite() {
    try (var redis = new Redis()) {
      redis.sync().set("proxy:a", "1");
      redis.sync().get("proxy:a");
      redis.sync().multi();
      redis.sync().del("proxy:a");
      redis.sync().discard();
      redis.sync().eval("return redis.call('GET', 'proxy:a')", ScriptOutputType.VALUE);
      redis.sync().eval("return redis.call('DEL', KEYS[1])", ScriptOutputType.INTEGER, "proxy:a");

      assertThat(redis.proxy.seen().stream().filter(Request::writes).map(Request::what))
          .containsExactly("SET proxy:a", "EVAL DEL");
    }
  }

  @Test
  void knowsWhichStatementsWrite() throws SQLException {
    var server = URI.create(sandbox.postgres().substring("jdbc:".length()));
    try (var proxy = FaultProxy.before(Protocol.POSTGRES, server);
        var connection = DriverManager.getConnection("jdbc:" + proxy.through(server));
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE proxied (id int)");
      assertThat(statement.executeUpdate("INSERT INTO proxied SELECT generate_series(1, 10000)"))
          .isEqualTo(10_000);
      var rows = statement.executeQuery("SELECT count(*) FROM proxied");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(10_000);
      statement.execute("DROP TABLE proxied");

      assertThat(proxy.seen().stream().filter(Request::writes).map(Request::what))
          .containsExactly(
              "CREATE TABLE proxied (id int)",
              "INSERT INTO proxied SELECT generate_series(1, 10000)",
              "DROP TABLE proxied");

      proxy.restart(onWrite(Fate.CUT_AFTER));
      assertThatThrownBy(() -> statement.execute("CREATE TABLE proxied (id int)"))
          .isInstanceOf(SQLException.class);
    }
    try (var connection = DriverManager.getConnection(sandbox.postgres());
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE proxied"); // fails where it was not made
    }
  }

  @Test
  void aRequestThatIsCutIsNotExecuted() {
    try (var redis = new Redis()) {
      redis.proxy.restart(onWrite(Fate.CUT));
      assertThatThrownBy(() -> redis.sync().set("proxy:cut", "1"))
          .isInstanceOf(RedisException.class);
      assertThat(redis.direct("proxy:cut")).isZero();
    }
  }

  @Test
  void aRequestWhoseReplyIsCutIsExecuted() {
    for (var fate : new Fate[] {Fate.CUT_AFTER, Fate.CUT_INSIDE}) {
      try (var redis = new Redis()) {
        redis.proxy.restart(onWrite(fate));
        assertThatThrownBy(() -> redis.sync().set("proxy:after", "1"))
            .isInstanceOf(RedisException.class)
            .hasMessageNotContaining("timed out");
        assertThat(redis.direct("proxy:after")).as(fate.toString()).isOne();
      }
    }
  }

  @Test
  void whatIsDroppedIsAnsweredByNobody() {
    for (var fate : new Fate[] {Fate.DROP, Fate.HALF_OPEN}) {
      try (var redis = new Redis()) {
        redis.connection.setTimeout(Duration.ofMillis(200));
        redis.proxy.restart(onWrite(fate));
        assertThatThrownBy(() -> redis.sync().set("proxy:dropped", "1"))
            .hasMessageContaining("timed out");
        assertThat(redis.connection.isOpen()).as(fate.toString()).isTrue();
        assertThat(redis.direct("proxy:dropped")).isZero();
        assertThat(redis.proxy.open()).isOne();

        redis.proxy.restart(Faults.NONE); // the connection is beyond help
        await().atMost(SOON).until(() -> redis.proxy.open() == 0);
      }
    }
  }

  @Test
  void aReplyMayStopInItsMiddle() {
    try (var redis = new Redis()) {
      redis.connection.setTimeout(Duration.ofMillis(200));
      redis.proxy.restart(onWrite(Fate.STALL_INSIDE));
      assertThatThrownBy(() -> redis.sync().set("proxy:after", "1"))
          .hasMessageContaining("timed out");
      assertThat(redis.connection.isOpen()).isTrue();
      assertThat(redis.direct("proxy:after")).isOne();
    }
  }

  @Test
  void aRequestMayComeLate() {
    try (var redis = new Redis()) {
      redis.connection.setTimeout(Duration.ofMillis(200));
      redis.proxy.restart(onWrite(Fate.delay(Duration.ofMillis(600))));
      assertThatThrownBy(() -> redis.sync().set("proxy:late", "1"))
          .hasMessageContaining("timed out");
      redis.connection.close();
      assertThat(redis.direct("proxy:late")).isZero();
      await().atMost(SOON).until(() -> redis.direct("proxy:late") == 1);
    }
  }

  @Test
  void aHeldRequestIsNotYetThereAndAHeldReplyIs() throws InterruptedException {
    try (var redis = new Redis()) {
      var before = Hold.before(Request::writes);
      redis.proxy.restart(before);
      var answer = redis.connection.async().set("proxy:held", "1");
      assertThat(before.await(SOON).what()).isEqualTo("SET proxy:held");
      assertThat(redis.direct("proxy:held")).isZero();
      before.letGo(Fate.PASS);
      await().atMost(SOON).until(() -> answer.toCompletableFuture().isDone());

      var after = Hold.after(Request::writes);
      redis.proxy.restart(after);
      var second = redis.connection.async().set("proxy:held:2", "1");
      after.await(SOON);
      assertThat(redis.direct("proxy:held:2")).isOne();
      assertThat(second.toCompletableFuture()).isNotDone();
      after.letGo(Fate.PASS);
      await().atMost(SOON).until(() -> second.toCompletableFuture().isDone());
    }
  }

  @Test
  void aConnectionThatIsNotTakenIsReset() throws IOException {
    try (var proxy = FaultProxy.before(Protocol.REDIS, sandbox.redis())) {
      proxy.restart(
          new Faults() {
            @Override
            public boolean accepts(int connection) {
              return false;
            }
          });
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        socket.setSoTimeout((int) SOON.toMillis());
        assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("reset");
      }
    }
  }

  private static Faults onWrite(Fate fate) {
    Predicate<Request> first = r -> r.write() == 1;
    return new Faults() {
      @Override
      public Fate request(Request request) {
        return first.test(request) ? fate : Fate.PASS;
      }
    };
  }

  /** A client that goes through a proxy, and one that does not. */
  private final class Redis implements AutoCloseable {
    private final FaultProxy proxy = FaultProxy.before(Protocol.REDIS, sandbox.redis());
    private final RedisClient client = RedisClient.create();
    private final StatefulRedisConnection<String, String> connection;
    private final StatefulRedisConnection<String, String> direct;

    Redis() {
      client.setOptions(
          ClientOptions.builder()
              .autoReconnect(false)
              .protocolVersion(ProtocolVersion.RESP2)
              .build());
      connection = client.connect(RedisURI.create(proxy.through(sandbox.redis()).toString()));
      direct = client.connect(RedisURI.create(sandbox.redis().toString()));
    }

    RedisCommands<String, String> sync() {
      return connection.sync();
    }

    long direct(String key) {
      return direct.sync().exists(key);
    }

    @Override
    public void close() {
      direct.sync().del("proxy:after", "proxy:late", "proxy:held", "proxy:held:2");
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      proxy.close();
    }
  }
}
