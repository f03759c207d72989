package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Connection;
import dev.rollback.action.Pin;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import dev.rollback.diagnostic.UserException;
import dev.rollback.shape.Shapes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to a server, and what is said when there is none. */
class PostgresConnectionTest {
  private static TestPostgres server;

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    Stream.of("oncall", "neighbour", "outsider", "scram", "clear").forEach(server::role);
    server.role("limited", "CONNECTION LIMIT 1");
    server.sql(
        "SET password_encryption = 'md5'",
        "CREATE ROLE md5 LOGIN PASSWORD '" + TestPostgres.PASSWORD + "'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var one : toClose) {
      one.close();
    }
  }

  @Test
  void pingSaysWhatIsThere() {
    var connection = connect(server.as("oncall"));
    assertThat(connection.address()).isEqualTo(server.url());
    assertThat(connection.ping()).matches("PostgreSQL \\d+(\\.\\d+)+, primary, database postgres");
  }

  @Test
  void connectingSendsNothing() {
    connect(server.as("limited"));
    connect(server.as("limited"));
    assertThat(sessions("limited")).isZero();
  }

  @Test
  void theServerListsItByItsNameAndHasTimeOuts() {
    var connection = connect(server.as("oncall"));
    assertThat(
            connection
                .reader()
                .query(Select.of("SELECT current_setting('application_name')"))
                .value()
                .asText())
        .isEqualTo("rollback");
    assertThat(
            connection
                .reader()
                .query(
                    Select.of("SELECT setting FROM pg_settings WHERE name = 'tcp_keepalives_idle'"))
                .value()
                .asText())
        .isEqualTo("15");
  }

  @Test
  void theSystemIdentifierIsItsIdentity() {
    var connection = connect(server.as("oncall"));
    var id = connection.identity().orElseThrow();
    assertThat(id).matches("\\d{15,}");
    var right = meant(Map.of("system", id, "database", connection.reader().server().database()));
    assertThat(right.ping()).contains("primary");
    right.confirm();
    var problem = refused(meant(Map.of("system", "4711")));
    assertThat(problem.problem())
        .contains("is not the system that is meant", id, "rollback.yaml says 4711");
    assertThat(sessions("oncall")).as("the wrong one is not stayed with").isEqualTo(2);
  }

  private Connection<PostgresReader, PostgresWriter> meant(Map<String, String> facts) {
    var pin =
        new Pin(
            new PostgresAdapter(Map.of(), Path.of("")).facts(),
            facts,
            "rollback target pin production");
    var connection = TestPostgres.connect(server.as("oncall"), pin, TestPostgres.PASSWORD);
    toClose.add(connection);
    return connection;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db.grid",
        "postgresql://h:1/d",
        "jdbc:mysql://h:1/d",
        "jdbc:postgresql:grid",
        "jdbc:postgresql:///grid",
        "jdbc:postgresql://h/d",
        "jdbc:postgresql://h:1",
        "jdbc:postgresql://h:1/",
        "jdbc:postgresql://h:1/d/e",
        "jdbc:postgresql://h:1,i:2/d",
        "jdbc:postgresql://h h:1/d",
        "jdbc:postgresql://h:1/d#x",
        "jdbc:postgresql://h:1/d?loginTimeout=1",
        "jdbc:postgresql://h:1/d?sslmode=none",
        "jdbc:postgresql://h:1/d?sslrootcert=root.crt",
        "jdbc:postgresql://h:1/d?"
      })
  void addressesThatLeaveSomethingToADefaultAreRefused(String bad) {
    assertThatThrownBy(() -> connect(at(bad)))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.problems().getFirst().message()).contains("PostgreSQL address"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://me:hunter22@h:1/d",
        "jdbc:postgresql://me:hunter22@h:1,i:2/d",
        "jdbc:postgresql://h:1/d?password=hunter22",
        "jdbc:postgresql://h:1/d?sslpassword=hunter22",
        "jdbc:postgresql://h:1/d?sslmode=require&user=hunter22",
        "jdbc:postgresql://me:hunter22 @h:1/d",
        "jdbc:postgresql://h:1/d?password=hunter22&sslmode=nonsense"
      })
  void aSecretInTheAddressIsRefusedAndNotRepeated(String bad) {
    assertThatThrownBy(() -> connect(at(bad)))
        .isInstanceOf(UserException.class)
        .hasMessageNotContaining("hunter22");
  }

  @Test
  void optionsForTlsAreTaken() {
    var endpoint =
        Endpoint.parse(
            "jdbc:postgresql://[::1]:5432/my%20grid?sslmode=verify-full&sslrootcert=/etc/ca.pem");
    assertThat(endpoint.url()).isEqualTo("jdbc:postgresql://[::1]:5432/my%20grid");
    assertThat(endpoint.database()).isEqualTo("my grid");
    assertThat(endpoint.maybeOpen()).isFalse();
    assertThat(Endpoint.parse(server.url()).maybeOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram", "md5"})
  void passwords(String user) {
    assertThat(connect(server.as(user)).ping()).contains("primary");
    var wrong = refused(connect(server.as(user), "hunter22"));
    assertThat(wrong.problem())
        .isEqualTo(server.url() + " does not accept the password of role " + user + ".");
    assertThat(everything(wrong)).doesNotContain("hunter22");
    var none = refused(connect(new PostgresSettings(server.url(), user, Optional.empty())));
    assertThat(none.problem())
        .contains("asks for the password of role " + user + ", and none is configured");
    assertThat(none.advice().orElseThrow()).contains("Give `password:` as a reference");
  }

  @Test
  void aPasswordIsNotSentInClearTextWithoutTls() {
    for (var mode : List.of("", "?sslmode=disable", "?sslmode=prefer")) {
      var refused = refused(connect(TestPostgres.settings(server.url() + mode, "clear")));
      assertThat(refused.problem()).as(mode).contains("wants role clear to sign in in a way");
      assertThat(refused.advice().orElseThrow()).contains("?sslmode=verify-full");
    }
  }

  @Test
  void noEntryInPgHba() {
    var problem = refused(connect(server.as("outsider")));
    assertThat(problem.problem()).contains("does not let role outsider in", "no pg_hba.conf entry");
  }

  @Test
  void noSuchRole() {
    assertThat(refused(connect(server.as("nobody"))).problem())
        .contains("does not let role nobody in", "role \"nobody\" does not exist");
  }

  @Test
  void noSuchDatabase() {
    var url = server.url().replaceAll("/postgres$", "/elsewhere");
    assertThat(refused(connect(TestPostgres.settings(url, "oncall"))).problem())
        .isEqualTo(url + " has no such database.");
  }

  @Test
  void tooManyConnections() {
    assertThat(connect(server.as("limited")).ping()).contains("primary");
    assertThat(refused(connect(server.as("limited"))).problem())
        .contains("has no connection left", "too many connections for role \"limited\"");
  }

  @Test
  void aServerThatIsFull() {
    try (var small = TestPostgres.start(Map.of("max_connections", "6"))) {
      small.role("oncall");
      var all = new ArrayList<Connection<PostgresReader, PostgresWriter>>();
      for (var n = 0; n < 3; n++) { // three of the six are for superusers
        var one = connect(small.as("oncall"));
        one.ping();
        all.add(one);
      }
      assertThat(refused(connect(small.as("oncall"))).problem()).contains("has no connection left");
      all.getFirst().close();
      await()
          .atMost(Duration.ofSeconds(5))
          .ignoreExceptions()
          .until(() -> connect(small.as("oncall")).ping().contains("primary"));
    }
  }

  @Test
  void nothingListening() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var url = TestPostgres.url("127.0.0.1", port);
    assertThat(refused(connect(at(url))).problem())
        .isEqualTo("Nothing answers at " + url + ": the connection was refused.");
  }

  @Test
  void anUnknownHost() {
    assertThat(refused(connect(at("jdbc:postgresql://no-such-host.invalid:5432/grid"))).problem())
        .contains("The host of", "is unknown");
  }

  @Test
  void aServerThatSaysNothing() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var url = TestPostgres.url("127.0.0.1", silent.getLocalPort()) + "?sslmode=disable";
      assertThat(refused(connect(at(url))).problem()).contains("came about in time");
    }
  }

  @Test
  void noTlsOnThisServer() {
    var url = server.url() + "?sslmode=require";
    assertThat(refused(connect(TestPostgres.settings(url, "oncall"))).problem())
        .contains("No secure connection to " + server.url(), "does not support SSL");
  }

  @Test
  void certificates(@TempDir Path directory) throws Exception {
    var certificate = TestCertificate.create(directory);
    var trusted = Files.writeString(directory.resolve("ca.pem"), certificate.certificate());
    try (var secure = TestPostgres.withTls(certificate)) {
      secure.role("clear");
      var byName = TestPostgres.url("localhost", secure.port());
      var full = "?sslmode=verify-full&sslrootcert=" + trusted;
      var other = TestCertificate.create(Files.createDirectory(directory.resolve("other")));
      var wrong =
          "?sslmode=verify-full&sslrootcert="
              + Files.writeString(directory.resolve("wrong.pem"), other.certificate());
      assertThat(connect(TestPostgres.settings(byName + full, "clear")).ping())
          .as("a password in clear text, by a way that is certain")
          .contains("primary");
      assertThat(refused(connect(TestPostgres.settings(secure.url() + full, "clear"))).problem())
          .contains("No secure connection to " + secure.url(), "127.0.0.1");
      assertThat(refused(connect(TestPostgres.settings(byName + wrong, "clear"))).problem())
          .contains("No secure connection to " + byName);
    }
  }

  @Test
  void somethingElseThanPostgres() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(
          () -> {
            try (var client = other.accept()) {
              client
                  .getOutputStream()
                  .write(
                      "HTTP/1.1 400 Bad Request\r\n\r\n"
                          .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      var url = TestPostgres.url("127.0.0.1", other.getLocalPort()) + "?sslmode=disable";
      assertThat(refused(connect(at(url))).advice()).isPresent();
    }
  }

  @Test
  void aSessionThatWasEndedIsOpenedAnew() {
    var connection = connect(server.as("neighbour"));
    connection.ping();
    end("neighbour");
    assertThat(connection.ping()).contains("primary");
  }

  @Test
  void aStatementWhoseSessionIsEnded() throws Exception {
    var connection = connect(server.as("neighbour"));
    var failure = whileSleeping(connection, () -> end("neighbour"));
    assertThat(failure.problem())
        .contains("ended the session while reading", "administrator command");
    assertThat(connection.ping()).as("and then it goes on").contains("primary");
  }

  @Test
  void aStatementThatIsCancelled() throws Exception {
    var failure =
        whileSleeping(
            connect(server.as("neighbour")),
            () ->
                server.sql(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename ="
                        + " 'neighbour'"));
    assertThat(failure.problem()).contains("ended the statement while reading", "user request");
  }

  @Test
  void aLineThatFallsSilent() throws Exception {
    try (var line = Line.to(server.port())) {
      var url = TestPostgres.url("127.0.0.1", line.port()) + "?sslmode=disable";
      var failure =
          whileSleeping(connect(TestPostgres.settings(url, "neighbour")), line::fallSilent);
      assertThat(failure.problem()).contains("did not answer in time while reading");
    }
  }

  @Test
  void aWriteWithoutAnAnswerMayHaveHappened() throws Exception {
    var dialer =
        new Dialer(
            Endpoint.parse(server.url()),
            server.as("neighbour"),
            Pin.none(),
            _ -> dev.rollback.diagnostic.Sensitive.of(TestPostgres.PASSWORD),
            TestPostgres.QUICK,
            new Machine(Map.of(), Path.of("")));
    try (var session = dialer.dial("rollback")) {
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () ->
                  session.run(
                      "writing",
                      true,
                      jdbc -> {
                        end("neighbour");
                        return jdbc.createStatement().execute("CREATE TEMP TABLE t (a int)");
                      }));
      assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
      assertThat(session.closed()).isTrue();
    }
    try (var session = dialer.dial("rollback")) {
      var failure =
          catchThrowableOfType(
              SystemException.class,
              () ->
                  session.run(
                      "writing",
                      true,
                      jdbc -> jdbc.createStatement().execute("CREATE TABLE pg_catalog.t (a int)")));
      assertThat(failure.effect()).as("what was refused").isEqualTo(Effect.NONE);
      assertThat(session.closed()).isFalse();
    }
  }

  @Test
  void whatTheServerSaysOfThePasswordIsMasked() {
    var connection = connect(server.as("oncall"));
    var query = Select.of("SELECT '" + TestPostgres.PASSWORD + "'::int");
    var failure =
        catchThrowableOfType(SystemException.class, () -> connection.reader().query(query));
    assertThat(failure.problem()).contains("invalid input syntax", "***");
    assertThat(everything(failure)).doesNotContain(TestPostgres.PASSWORD);
    assertThat(PostgresErrors.stateBehind(failure)).contains("22P02");
  }

  @Test
  void everythingIsDescribed() {
    for (var type : new PostgresAdapter(Map.of(), Path.of("")).steps()) {
      assertThat(Shapes.ofRecord(type.inputs()).doc()).isNotBlank();
      assertThat(Shapes.ofRecord(type.inputs()).components())
          .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
    }
    assertThat(Shapes.ofRecord(PostgresSettings.class).components())
        .allSatisfy(c -> assertThat(c.doc()).as(c.key()).isNotBlank());
  }

  private static void end(String user) {
    server.sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '%s'"
            .formatted(user));
  }

  /** Does something while a query is under way that takes longer than it may. */
  private static SystemException whileSleeping(
      Connection<PostgresReader, PostgresWriter> connection, Runnable what) throws Exception {
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var query = new Select("SELECT pg_sleep(30)", List.of(), 1, Duration.ofSeconds(3));
      var answer =
          threads.submit(
              () ->
                  catchThrowableOfType(
                      SystemException.class, () -> connection.reader().query(query)));
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  server.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'").size()
                      == 1);
      what.run();
      var failure = answer.get();
      assertThat(failure.effect()).isEqualTo(Effect.NONE);
      assertThat(failure.advice()).isPresent();
      return failure;
    }
  }

  private static long sessions(String user) {
    return server.ask("SELECT 1 FROM pg_stat_activity WHERE usename = '" + user + "'").size();
  }

  private static PostgresSettings at(String url) {
    return TestPostgres.settings(url, "oncall");
  }

  private Connection<PostgresReader, PostgresWriter> connect(PostgresSettings settings) {
    return connect(settings, TestPostgres.PASSWORD);
  }

  private Connection<PostgresReader, PostgresWriter> connect(
      PostgresSettings settings, String password) {
    var connection = TestPostgres.connect(settings, password);
    toClose.add(connection);
    return connection;
  }

  private static SystemException refused(Connection<PostgresReader, PostgresWriter> connection) {
    var failure = catchThrowableOfType(SystemException.class, connection::ping);
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure.advice()).isPresent();
    assertThat(everything(failure)).doesNotContain(TestPostgres.PASSWORD);
    return failure;
  }

  /** The whole text that a log of it would have. */
  private static String everything(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
