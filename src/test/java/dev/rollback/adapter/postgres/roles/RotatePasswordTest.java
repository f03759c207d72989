package dev.rollback.adapter.postgres.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Check.Reading;
import dev.rollback.action.Connection;
import dev.rollback.action.Generate;
import dev.rollback.action.Readiness;
import dev.rollback.action.SecretRef;
import dev.rollback.adapter.postgres.PostgresAdapter;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.fidelity.Workbench;
import dev.rollback.run.Outcome;
import dev.rollback.shape.Codec;
import dev.rollback.shape.PlanTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code postgres.rotate-password} stores, tries, keeps and refuses. */
class RotatePasswordTest {
  private static final String NEW = "a new 'password' é";
  private static TestPostgres server;
  private final Map<String, String> secrets = new HashMap<>();
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall", "CREATEROLE");
    server.sql(
        "GRANT SELECT ON pg_authid TO oncall",
        "GRANT pg_read_all_stats TO oncall",
        "CREATE ROLE nologin",
        "CREATE ROLE outsider LOGIN PASSWORD 'x'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void arrange() {
    server.sql(
        "DROP ROLE IF EXISTS scram",
        "CREATE ROLE scram LOGIN PASSWORD 'the old one'",
        "GRANT scram, outsider TO oncall WITH ADMIN OPTION");
    secrets.put("PASSWORD", TestPostgres.PASSWORD);
    secrets.put("NEW", NEW);
    connection = server.connect("oncall", TestSecrets.of(secrets, new Redactor()));
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private static RotatePassword rotate(String role) {
    return new RotatePassword(
        role,
        Optional.of(new SecretRef.Env("NEW")),
        Optional.empty(),
        true,
        new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
  }

  private RotatePassword.State apply(RotatePassword action) {
    var now = action.observe(connection.reader());
    var after = action.desired(now.state());
    action.write(now, after, connection.writer());
    return after;
  }

  private static void login(String password) throws SQLException {
    DriverManager.getConnection(server.url(), "scram", password).close();
  }

  private SystemException refused(RotatePassword action) {
    var failure = catchThrowableOfType(SystemException.class, () -> apply(action));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    return failure;
  }

  @Test
  void theNewPasswordWorksAndTheOldOneIsBackAfterTheUndo() throws SQLException {
    var action = rotate("scram");
    var before = action.observe(connection.reader()).state();
    var after = apply(action);
    login(NEW);
    assertThatThrownBy(() -> login("the old one")).hasMessageContaining("authentication failed");
    assertThat(action.ready(after, connection.reader())).isInstanceOf(Readiness.Ready.class);
    action.write(action.observe(connection.reader()), before, connection.writer());
    login("the old one");
    assertThat(action.ready(before, connection.reader())).isInstanceOf(Readiness.Ready.class);
  }

  @Test
  void neitherThePasswordsNorWhatIsStoredOfThemCanBeReadInAState() {
    var state = rotate("scram").observe(connection.reader()).state();
    var text = Codec.of(RotatePassword.State.class).encode(state).toString();
    assertThat(text).doesNotContain("SCRAM", NEW, "the old one");
    assertThat(server.ask("SELECT query FROM pg_stat_activity WHERE usename = 'oncall'").toString())
        .doesNotContain(NEW);
  }

  private static RotatePassword generated(Optional<String> name, String moment) {
    return new RotatePassword(
        "scram",
        Optional.empty(),
        Optional.of(new Generate(24, Generate.Encoding.BASE64, name)),
        true,
        new PlanTime(Instant.parse(moment)));
  }

  /** What kubernetes.set-secret hands to the pods is made in the same way. */
  @Test
  void aGeneratedPasswordIsTheOneThatAnotherStepOfTheRunMakesByItsName() throws SQLException {
    var redactor = new Redactor();
    var keeper = TestSecrets.of(secrets, redactor);
    var moment = "2026-11-22T08:00:00Z";
    var action = generated(Optional.of("scram-password"), moment);
    var after = apply(action);

    var password =
        new String(
            new Generate(24, Generate.Encoding.BASE64, Optional.of("scram-password"))
                .value(keeper.seal(), "secret/grid PASSWORD", moment),
            StandardCharsets.UTF_8);

    login(password);
    assertThat(action.ready(after, connection.reader())).isInstanceOf(Readiness.Ready.class);
    assertThat(redactor.redact("password " + password)).doesNotContain(password);
    var other = generated(Optional.of("scram-password"), "2026-11-22T08:00:01Z");
    apply(other);
    assertThatThrownBy(() -> login(password)).hasMessageContaining("authentication failed");
  }

  @Test
  void aGeneratedPasswordThatNobodyCouldHaveIsRefused() {
    assertThatThrownBy(() -> generated(Optional.empty(), "2026-11-22T08:00:00Z"))
        .hasMessageContaining("name");
    assertThatThrownBy(() -> generated(Optional.of("Two words"), "2026-11-22T08:00:00Z"))
        .hasMessageContaining("name");
    var at = new PlanTime(Instant.parse("2026-11-22T08:00:00Z"));
    assertThatThrownBy(
            () -> new RotatePassword("scram", Optional.empty(), Optional.empty(), true, at))
        .hasMessageContaining("either");
  }

  @Test
  void aPasswordThatIsSetAlreadyIsNothingToDo() {
    server.sql("ALTER ROLE scram PASSWORD '%s'".formatted(NEW.replace("'", "''")));
    var now = rotate("scram").observe(connection.reader()).state();
    assertThat(rotate("scram").desired(now)).isEqualTo(now);
  }

  @Test
  void aRoleWithoutAPasswordAndOneWithMd5ComeBackSo() {
    for (var stored : new String[] {"NULL", "'md5" + "0123456789abcdef".repeat(2) + "'"}) {
      server.sql("ALTER ROLE scram PASSWORD " + stored);
      var kept = server.ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'scram'");
      var action = rotate("scram");
      var before = action.observe(connection.reader()).state();
      apply(action);
      action.write(action.observe(connection.reader()), before, connection.writer());
      assertThat(server.ask("SELECT rolpassword FROM pg_authid WHERE rolname = 'scram'"))
          .isEqualTo(kept);
    }
  }

  @Test
  void aLoginThatTheServerDoesNotLetInIsTold() {
    var after = apply(rotate("outsider"));
    assertThat(rotate("outsider").ready(after, connection.reader()))
        .isInstanceOfSatisfying(
            Readiness.Stuck.class,
            stuck -> assertThat(stuck.why()).contains("pg_hba.conf", "try-login: false"));
    var untried =
        new RotatePassword(
            "outsider",
            Optional.of(new SecretRef.Env("NEW")),
            Optional.empty(),
            false,
            new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
    assertThat(untried.ready(after, connection.reader())).isInstanceOf(Readiness.Ready.class);
  }

  @Test
  void aPasswordThatSomebodyChangesMeanwhileIsNotOverwritten() {
    var action = rotate("scram");
    var now = action.observe(connection.reader());
    server.sql("ALTER ROLE scram PASSWORD 'theirs'");
    assertThatThrownBy(() -> action.write(now, action.desired(now.state()), connection.writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("another password for role scram than a moment ago");
  }

  @Test
  void whoseCannotBeRotatedIsRefused() {
    assertThat(refused(rotate("nobody \"at' all")).problem()).contains("has no role");
    assertThat(refused(rotate("nologin")).problem()).contains("NOLOGIN");
    assertThat(refused(rotate("oncall")).problem()).contains("as role oncall itself");
    assertThat(refused(rotate("postgres")).problem()).contains("does not permit it");
    secrets.put("NEW", "");
    try (var other = server.connect("oncall", TestSecrets.of(secrets, new Redactor()))) {
      assertThatThrownBy(() -> rotate("scram").observe(other.reader()))
          .isInstanceOf(SystemException.class);
    }
  }

  @Test
  void whoStillUsesAnOldSessionIsCounted() throws SQLException {
    var check = new OldSessions("scram", new PlanTime(Instant.now().plusSeconds(60)));
    var later = new OldSessions("scram", new PlanTime(Instant.parse("2020-01-01T00:00:00Z")));
    try (var session = DriverManager.getConnection(server.url(), "scram", "the old one")) {
      assertThat(session.isValid(5)).isTrue();
      assertThat(check.read(connection.reader()))
          .isEqualTo(new Reading.Values<>(new OldSessions.Values(1, 1)));
      assertThat(later.read(connection.reader()))
          .isEqualTo(new Reading.Values<>(new OldSessions.Values(1, 0)));
      server.sql("REVOKE pg_read_all_stats FROM oncall", "REVOKE scram FROM oncall");
      try (var blind = server.connect("oncall", TestSecrets.of(secrets, new Redactor()))) {
        assertThat(check.read(blind.reader())).isInstanceOf(Reading.Nothing.class);
      }
    } finally {
      server.sql("GRANT pg_read_all_stats TO oncall");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-40, 40})
  void sessionsAreOldByTheServersClock(int seconds) throws SQLException {
    var clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    try (var ours = server.connect("oncall", clock);
        var old = DriverManager.getConnection(server.url(), "scram", "the old one")) {
      assertThat(old.isValid(5)).isTrue();
      var check = new OldSessions("scram", new PlanTime(clock.instant()));
      // A session counts as old for as long as an answer is on its way.
      await()
          .untilAsserted(
              () -> {
                try (var next = DriverManager.getConnection(server.url(), "scram", "the old one")) {
                  assertThat(next.isValid(5)).isTrue();
                  assertThat(check.read(ours.reader()))
                      .isEqualTo(new Reading.Values<>(new OldSessions.Values(2, 1)));
                }
              });
    }
  }

  @Test
  void aPlanAndARunHoldNoSecret() throws SQLException {
    var stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'scram'";
    var before = server.ask(stored).getFirst();
    var workbench =
        new Workbench(
            List.of(new PostgresAdapter(System.getenv(), Path.of(""))),
            Map.of("postgres", connection));
    var scenario =
        workbench.bind(
            """
            steps:
              - id: rotate
                action: postgres.rotate-password
                with: {role: scram, password: {env: NEW}}
            after:
              - {check: postgres.old-sessions, with: {role: scram}}
            """);
    var plan = workbench.plan(scenario);
    var ran = workbench.run(scenario, plan);
    assertThat(ran.outcome()).isEqualTo(Outcome.SUCCEEDED);
    login(NEW);
    assertThat(plan + " " + ran.state())
        .contains("scram")
        .doesNotContain(NEW, "the old one", before, server.ask(stored).getFirst());
  }
}
