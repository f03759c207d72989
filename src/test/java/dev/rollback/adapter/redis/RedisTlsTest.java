package dev.rollback.adapter.redis;

import static dev.rollback.adapter.redis.Kinds.b;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.SecretRef;
import dev.rollback.action.Tls;
import dev.rollback.adapter.redis.keys.DeleteKeys;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.link.RedisSettings;
import dev.rollback.adapter.redis.statistics.RoundTrip;
import dev.rollback.contract.MemoryContent;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, by real handshakes, and what is said when there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTlsTest {
  private static final String HERE = "san=ip:127.0.0.1,dns:localhost";

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final Map<String, String> kept = new HashMap<>();
  private TestAuthority authority;
  private TestAuthority stranger;

  @BeforeAll
  void sign(@TempDir Path ours, @TempDir Path theirs) throws Exception {
    authority = TestAuthority.create(ours);
    authority.sign("server", "-ext", HERE);
    authority.sign("elsewhere", "-ext", "san=dns:redis.example.org");
    authority.sign("expired", "-ext", HERE, "-startdate", "-10d", "-validity", "2");
    authority.sign("client");
    stranger = TestAuthority.create(theirs);
    stranger.sign("client");
    kept.put("CA", authority.authority());
    kept.put("CERTIFICATE", authority.certificate("client"));
    kept.put("KEY", authority.key("client"));
    kept.put("STRANGER", stranger.certificate("client"));
    kept.put("STRANGERS_KEY", stranger.key("client"));
    kept.put("NOTHING", "no certificate at all");
    kept.put("BROKEN", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    kept.put("PASSWORD", TestRedis.PASSWORD);
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
    toClose.clear();
  }

  private <T extends AutoCloseable> T kept(T one) {
    toClose.add(one);
    return one;
  }

  private TestRedis redis() {
    return kept(TestRedis.embedded());
  }

  private int proxy(TestRedis redis, String certificate, boolean clients) throws Exception {
    return kept(TlsProxy.before(redis.port(), authority.context(certificate), clients)).port();
  }

  private static Tls tls(String ca, String certificate, String key) {
    return new Tls(file(ca), file(certificate), file(key).map(SecretRef.File::new));
  }

  private static Optional<String> file(String name) {
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private Connection<RedisReader, RedisWriter> connect(String uri, Tls tls) {
    var settings =
        new RedisSettings(
            Optional.of(uri),
            Optional.empty(),
            Optional.of(tls),
            Optional.of(new SecretRef.Env("PASSWORD")),
            Optional.of(TestRedis.USER),
            Duration.ofSeconds(10));
    return kept(new RedisAdapter().connect(settings, this::secret));
  }

  private Sensitive secret(SecretRef reference) {
    var name =
        reference instanceof SecretRef.Env(var env) ? env : ((SecretRef.File) reference).file();
    return Sensitive.of(Objects.requireNonNull(kept.get(name)));
  }

  private Connection<RedisReader, RedisWriter> connect(int port, Tls tls) {
    return connect("rediss://127.0.0.1:" + port + "/0", tls);
  }

  private SystemException failure(int port, Tls tls) {
    var connection = connect(port, tls);
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.problem()).contains("127.0.0.1:" + port);
    assertThat(failure.advice()).isPresent();
    return failure;
  }

  private static final Tls OUR_CA = tls("CA", "", "");

  @Test
  void aCertificateOfOurOwnAuthority() throws Exception {
    var connection = connect(proxy(redis(), "server", false), OUR_CA);
    assertThat(connection.address()).startsWith("rediss://127.0.0.1:");
    assertThat(connection.ping()).contains("master");
    assertThat(new RoundTrip(1_000_000, "k").read(connection.reader()).toString())
        .contains("intact=true", "writable=true");
  }

  @Test
  void anAuthorityThatIsNotTrusted() throws Exception {
    var failure = failure(proxy(redis(), "server", false), tls("", "", ""));
    assertThat(failure.problem()).contains("signed by no authority that is trusted here");
    assertThat(failure.advice())
        .contains("Give the authority's certificate: tls: {ca: {file: PATH}}.");
  }

  @Test
  void aCertificateForAnotherName() throws Exception {
    assertThat(failure(proxy(redis(), "elsewhere", false), OUR_CA).problem())
        .contains("its certificate is for another name");
  }

  @Test
  void aCertificateThatHasExpired() throws Exception {
    assertThat(failure(proxy(redis(), "expired", false), OUR_CA).problem())
        .contains("has expired or is not valid yet");
  }

  @Test
  void aServerThatAsksForACertificateOfTheClient() throws Exception {
    var port = proxy(redis(), "server", true);
    assertThat(failure(port, OUR_CA).problem()).contains("asks for a certificate of the client");
    assertThat(connect(port, tls("CA", "CERTIFICATE", "KEY")).ping()).contains("master");
    assertThat(failure(port, tls("CA", "STRANGER", "STRANGERS_KEY")).problem())
        .containsPattern("asks for a certificate of the client|does not trust the certificate");
  }

  @Test
  void aServerWithoutTls() {
    // Redis itself takes a handshake for a command that has no end yet, and waits for it.
    var settings =
        new RedisSettings(
            "rediss://127.0.0.1:" + redis().port() + "/0",
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(600));
    var connection = kept(new RedisAdapter().connect(settings, this::secret));
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure.problem()).contains("Cannot connect to rediss://127.0.0.1:");
    assertThat(failure.advice().orElseThrow()).contains("speaks TLS on this port");
  }

  @Test
  void tlsWhereNoneIsMeant() throws Exception {
    var port = proxy(redis(), "server", false);
    var connection = kept(new RedisAdapter().connect(plain(port), this::secret));
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure.problem()).contains("redis://127.0.0.1:" + port);
    assertThat(failure.advice().orElseThrow()).contains("rediss://");
  }

  private static RedisSettings plain(int port) {
    return new RedisSettings(
        "redis://127.0.0.1:" + port + "/0",
        Optional.of(new SecretRef.Env("PASSWORD")),
        Optional.of(TestRedis.USER),
        Duration.ofSeconds(2));
  }

  @Test
  void aHandshakeThatNobodyAnswers() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var settings =
          new RedisSettings(
              "rediss://127.0.0.1:" + silent.getLocalPort() + "/0",
              Optional.empty(),
              Optional.empty(),
              Duration.ofMillis(600));
      var connection = kept(new RedisAdapter().connect(settings, this::secret));
      var failure = catchThrowableOfType(SystemException.class, connection::ping);
      assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
      assertThat(failure.problem()).contains("rediss://127.0.0.1:", "300 millisecond");
    }
  }

  @Test
  void whatIsNoCertificateOrNoKey() {
    assertThat(failureOf(tls("NOTHING", "", ""))).contains("`tls.ca` refers to");
    assertThat(failureOf(tls("BROKEN", "", ""))).contains("`tls.ca` refers to is no certificate");
    assertThat(failureOf(tls("CA", "NOTHING", "KEY"))).contains("`tls.certificate` refers to");
    assertThat(failureOf(tls("CA", "CERTIFICATE", "NOTHING")))
        .contains("`tls.key` refers to is no private key")
        .doesNotContain("no certificate at all");
  }

  private String failureOf(Tls tls) {
    var connection = connect("rediss://127.0.0.1:1/0", tls);
    return catchThrowableOfType(SystemException.class, connection::ping).problem();
  }

  @Test
  void settingsThatContradictAreRefusedUnread() {
    assertThatThrownBy(() -> connect("redis://127.0.0.1:1/0", OUR_CA))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("which is not encrypted");
    assertThatThrownBy(() -> tls("", "CERTIFICATE", ""))
        .hasMessageContaining("`certificate` and `key` go together");
  }

  @Test
  @Tag("lab")
  void redisItselfByTls(@TempDir Path directory) throws Exception {
    for (var file : Map.of("ca", "CA", "crt", "server", "key", "server").entrySet()) {
      Files.writeString(
          directory.resolve(file.getKey()),
          switch (file.getKey()) {
            case "ca" -> authority.authority();
            case "crt" -> authority.certificate("server");
            default -> authority.key("server");
          });
    }
    var port = TestRedis.freePort();
    var redis =
        kept(
            TestRedis.installedOrSkip(
                "--tls-port",
                "" + port,
                "--tls-ca-cert-file",
                directory.resolve("ca").toString(),
                "--tls-cert-file",
                directory.resolve("crt").toString(),
                "--tls-key-file",
                directory.resolve("key").toString(),
                "--tls-auth-clients",
                "yes"));
    assertThat(failure(port, OUR_CA).problem()).contains("asks for a certificate of the client");
    assertThat(failure(port, tls("CA", "STRANGER", "STRANGERS_KEY")).problem())
        .contains("No secure connection");
    var connection = connect(port, tls("CA", "CERTIFICATE", "KEY"));
    Kinds.fill(redis.admin());
    redis.admin().set(b("api_key:large"), new byte[3_000_000]);
    var everything = redis.snapshot();
    var action = new DeleteKeys(Kinds.PATTERN);
    var now = action.observe(connection.reader());
    var content = new MemoryContent();
    action.save(now, connection.reader(), content);
    action.write(now, KeySet.NONE, connection.writer(), content, (_, _) -> {});
    assertThat(action.observe(connection.reader()).state()).isEqualTo(KeySet.NONE);
    action.write(now, now.state(), connection.writer(), content, (_, _) -> {});
    assertThat(redis.snapshot()).isEqualTo(everything);
  }
}
