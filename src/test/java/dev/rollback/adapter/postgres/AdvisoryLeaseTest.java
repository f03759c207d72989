package dev.rollback.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rollback.action.Claim;
import dev.rollback.action.Connection;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Pin;
import dev.rollback.action.Requirement;
import dev.rollback.action.Requirement.Finding;
import dev.rollback.contract.LeasePlaceContract;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.SystemException.Effect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease as an advisory lock. */
class AdvisoryLeaseTest extends LeasePlaceContract<PostgresReader, PostgresWriter> {
  private static TestPostgres server;

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
    server.role("neighbour");
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

  @Override
  protected Connection<PostgresReader, PostgresWriter> connect() {
    return connect("oncall");
  }

  private Connection<PostgresReader, PostgresWriter> connect(String user) {
    return closed(server.connect(user));
  }

  private <C extends AutoCloseable> C closed(C one) {
    toClose.add(one);
    return one;
  }

  @Override
  protected String seenFromOutside(String target) {
    var lock = AdvisoryLock.forTarget(target);
    return String.join(
        "\n",
        server.ask(
            "SELECT query FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE classid = %d AND objid = %d"
                .formatted(lock.classid(), lock.objid())));
  }

  private record Party(
      Connection<PostgresReader, PostgresWriter> connection,
      LeasePlace<PostgresReader, PostgresWriter> place) {
    Optional<Claim> read(String target) {
      return place.read(target, connection.reader());
    }

    boolean replace(String target, Optional<Claim> seen, Claim next) {
      return place.replace(target, seen, next, connection.writer());
    }

    boolean take(String target, Claim claim) {
      return replace(target, Optional.empty(), claim);
    }

    boolean renew(String target, Claim claim) {
      return replace(target, Optional.of(claim), claim.renewedAt(claim.renewed().plusSeconds(1)));
    }
  }

  private Party party(String user) {
    return party(connect(user));
  }

  private static Party party(Connection<PostgresReader, PostgresWriter> connection) {
    return new Party(connection, connection.leasePlace().orElseThrow());
  }

  private static void endHolder(String target) {
    var lock = AdvisoryLock.forTarget(target);
    server.sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE granted AND classid = %d AND objid = %d"
            .formatted(lock.classid(), lock.objid()));
  }

  @Test
  void whereItIsIsWhereItIsFound() {
    var alice = party("oncall");
    alice.take("found", claim("a", 1));
    var lock = AdvisoryLock.forTarget("found");
    assertThat(alice.place().where("found"))
        .isEqualTo(
            "advisory lock %d in database postgres (pg_locks: classid %d, objid %d)"
                .formatted(lock.key(), lock.classid(), lock.objid()));
    server.sql("SELECT pg_advisory_lock(%d)".formatted(lock.key() + 1)); // another one
    assertThat(server.ask("SELECT pg_try_advisory_lock(%d)".formatted(lock.key())))
        .containsExactly("f");
    assertThat(seenFromOutside("found")).startsWith("/* rollback lease {");
  }

  @Test
  void theHolderIsNamedInTheListOfSessions() {
    party("oncall").take("named", claim("a", 1));
    assertThat(server.ask("SELECT application_name FROM pg_stat_activity"))
        .contains("rollback a zo? o'neil \"ops\"@host-a");
  }

  @Test
  void whoseSessionIsEndedHasLostTheLeaseAndNeverTakesItAgainByRenewing() {
    var alice = party("oncall");
    var hers = claim("a", 1);
    alice.take("ended", hers);
    endHolder("ended");
    assertThat(alice.renew("ended", hers)).isFalse();
    assertThat(alice.renew("ended", hers)).isFalse();
    assertThat(alice.read("ended")).isEmpty();
    assertThat(alice.replace("ended", Optional.of(hers), hers.releasedAt(Instant.EPOCH)))
        .as("giving back what is lost")
        .isFalse();
    assertThat(alice.take("ended", claim("a", 2))).as("a new taking").isTrue();
  }

  @Test
  void aLeaseThatAnotherTookAfterTheSessionEndedIsHisAlone() {
    var alice = party("oncall");
    var bob = party("oncall");
    var hers = claim("a", 1);
    alice.take("after", hers);
    endHolder("after");
    assertThat(bob.take("after", claim("b", 1))).isTrue();
    assertThat(alice.renew("after", hers)).isFalse();
    assertThat(alice.read("after")).contains(claim("b", 1));
  }

  @Test
  void aSilentLineIsALostLeaseAndTheClaimCanBeTakenOver() throws Exception {
    var line = closed(Line.to(server.port()));
    var settings =
        TestPostgres.settings(
            TestPostgres.url("127.0.0.1", line.port()) + "?sslmode=disable", "oncall");
    var alice = party(closed(TestPostgres.connect(settings, TestPostgres.PASSWORD)));
    var hers = claim("a", 1);
    assertThat(alice.take("silent", hers)).isTrue();
    line.fallSilent();
    assertThat(alice.renew("silent", hers)).isFalse();
    assertThat(alice.renew("silent", hers)).isFalse();
    var bob = party("oncall");
    assertThat(bob.read("silent")).as("the server has not noticed").contains(hers);
    assertThat(bob.take("silent", claim("b", 1))).isFalse();
    assertThat(bob.replace("silent", Optional.of(hers), claim("b", 2))).isTrue();
    assertThat(bob.read("silent")).contains(claim("b", 2));
  }

  @Test
  void whoClosesTheConnectionFreesTheTarget() {
    var alice = party("oncall");
    alice.take("closed", claim("a", 1));
    alice.connection().close();
    var bob = party("oncall");
    await().atMost(Duration.ofSeconds(5)).until(() -> bob.read("closed").isEmpty());
    assertThat(bob.take("closed", claim("b", 1))).isTrue();
  }

  @Test
  void aClaimThatWasRenewedMeanwhileIsNotTakenOver() {
    var alice = party("oncall");
    var hers = claim("a", 1);
    var renewed = hers.renewedAt(hers.renewed().plusSeconds(10));
    alice.take("alive", hers);
    alice.replace("alive", Optional.of(hers), renewed);
    assertThat(party("oncall").replace("alive", Optional.of(hers), claim("b", 2))).isFalse();
    assertThat(alice.replace("alive", Optional.of(hers), claim("a", 2)))
        .as("not even by its holder's own old word")
        .isFalse();
    assertThat(alice.renew("alive", renewed)).isTrue();
  }

  @Test
  void ofManyWhoTakeItOverOneGetsIt() throws Exception {
    var hers = claim("a", 1);
    party("oncall").take("heirs", hers);
    var heirs = new ArrayList<java.util.concurrent.Callable<Boolean>>();
    for (var n = 0; n < 4; n++) {
      var heir = party("oncall");
      var his = claim("h" + n, 2);
      heirs.add(() -> heir.replace("heirs", Optional.of(hers), his));
    }
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
      var got = new ArrayList<Boolean>();
      for (var one : threads.invokeAll(heirs)) {
        got.add(one.get());
      }
      assertThat(got).containsOnlyOnce(true);
    }
  }

  @Test
  void namesThatCouldEndACommentOrAnotherEncodingAreReadBack() {
    var alice = party("oncall");
    var nasty =
        new Claim(
            "*/; DROP TABLE x; --",
            "host/*'\\\"\u0000\u001f日本\ud83d\ude00",
            1,
            "r\nun {?}",
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            Duration.ofSeconds(1),
            Optional.empty());
    assertThat(alice.take("nasty", nasty)).isTrue();
    assertThat(party("oncall").read("nasty")).contains(nasty);
    assertThat(alice.renew("nasty", nasty)).isTrue();
  }

  @Test
  void namesTooLongToBeShownAreRefusedBeforeAnythingIsTaken() {
    var alice = party("oncall");
    var problem = refused(() -> alice.take("long", claim("r".repeat(500), 1)));
    assertThat(problem.getMessage()).contains("shows 1,023 bytes", "who holds the target takes");
    assertThat(problem.advice().orElseThrow()).contains("track_activity_query_size");
    assertThat(alice.read("long")).isEmpty();
    var whole = claim("r".repeat(250), 1);
    assertThat(alice.take("long", whole)).isTrue();
    assertThat(party("oncall").read("long")).contains(whole);
  }

  @Test
  void aClaimThatTheServerCutOffIsAnErrorThatSaysWhoHoldsIt() {
    try (var small = TestPostgres.start(Map.of("track_activity_query_size", "100"))) {
      small.role("oncall");
      var connection = closed(small.connect("oncall"));
      var party = party(connection);
      assertThat(refused(() -> party.take("cut", claim("a", 1))).getMessage())
          .contains("shows 99 bytes");
      assertThat(missing(party)).containsExactly("track_activity_query_size of 1024");
      // as a version of this program would that did not ask first
      var lock = AdvisoryLock.forTarget("cut");
      var careless =
          new Dialer(
              Endpoint.parse(small.url()),
              small.as("oncall"),
              Pin.none(),
              _ -> dev.rollback.diagnostic.Sensitive.of("none"),
              TestPostgres.QUICK,
              new Machine(Map.of(), Path.of("")));
      try (var session = new LockSession(careless.dial("rollback a"), lock)) {
        assertThat(session.take(LockNote.of(claim("a", 1)))).isTrue();
        assertThat(refused(() -> party.read("cut")).getMessage())
            .contains("no whole claim", "'rollback a' (role oncall, process ");
      }
    }
  }

  @Test
  void anotherRoleMayNeitherSeeTheClaimNorEndIt() {
    var alice = party("oncall");
    var stranger = party("neighbour");
    var hers = claim("a", 1);
    alice.take("roles", hers);
    assertThat(stranger.take("roles", claim("b", 1))).as("but the lock is one").isFalse();
    var hidden = refused(() -> stranger.read("roles"));
    assertThat(hidden.getMessage())
        .contains("may not see its claim", "'rollback a zo? o'neil", "(role oncall, process ");
    assertThat(hidden.advice().orElseThrow()).contains("GRANT pg_read_all_stats");

    server.sql("GRANT pg_read_all_stats TO neighbour");
    assertThat(stranger.read("roles")).contains(hers);
    var denied = refused(() -> stranger.replace("roles", Optional.of(hers), claim("b", 2)));
    assertThat(denied.getMessage()).contains("does not permit it to role neighbour");
    assertThat(denied.advice().orElseThrow()).contains("GRANT pg_signal_backend");
    assertThat(alice.renew("roles", hers)).as("nothing happened to her").isTrue();

    server.sql("GRANT pg_signal_backend TO neighbour");
    var seen = stranger.read("roles");
    assertThat(stranger.replace("roles", seen, claim("b", 2))).isTrue();
    assertThat(alice.renew("roles", hers)).isFalse();
    server.sql("REVOKE pg_read_all_stats, pg_signal_backend FROM neighbour");
  }

  @Test
  void aPoolerIsRefusedBeforeAnythingIsTaken() throws Exception {
    var pooler = closed(Line.asPooler(server.port()));
    var settings =
        TestPostgres.settings(
            TestPostgres.url("127.0.0.1", pooler.port()) + "?sslmode=disable", "oncall");
    var alice = party(closed(TestPostgres.connect(settings, TestPostgres.PASSWORD)));
    assertThat(alice.connection().ping()).contains("primary");
    assertThat(missing(alice)).containsExactly("a session that no pooler shares");
    assertThat(refused(() -> alice.take("pooled", claim("a", 1))).getMessage())
        .contains("is reached through a pooler");
    assertThat(alice.read("pooled")).isEmpty();
    var setting = Select.of("SELECT current_setting('idle_in_transaction_session_timeout')");
    assertThat(alice.connection().reader().query(setting).value().asText())
        .as("a session that others will have is left as it is")
        .isEqualTo("0");
    assertThat(connect().reader().query(setting).value().asText()).isEqualTo("3s");
  }

  @Test
  void aStandbyIsNoPlace() {
    try (var standby = TestPostgres.standby();
        var connection = TestPostgres.connect(standby.as("postgres"), TestPostgres.PASSWORD)) {
      assertThat(connection.ping()).contains(", standby, database postgres");
      assertThat(missing(party(connection))).containsExactly("a primary server");
      assertThat(refused(() -> party(connection).take("standby", claim("a", 1))).getMessage())
          .contains("is a standby");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT on pg_catalog.pg_locks",
        "SELECT on pg_catalog.pg_stat_activity",
        "EXECUTE on pg_catalog.pg_try_advisory_lock(bigint)",
        "EXECUTE on pg_catalog.pg_advisory_lock(bigint)",
        "EXECUTE on pg_catalog.pg_advisory_unlock(bigint)",
      })
  void aPermissionThatIsMissingIsNamedAloneWithWhatGrantsIt(String what) {
    var right = what.replace("EXECUTE on", "EXECUTE ON FUNCTION").replace("SELECT on", "SELECT ON");
    server.sql("REVOKE " + right + " FROM PUBLIC");
    try {
      assertThat(missing(party("oncall"))).containsExactly(what);
      assertThat(findings(party("oncall")))
          .filteredOn(Finding.Missing.class::isInstance)
          .extracting(found -> ((Finding.Missing) found).remedy())
          .containsExactly("GRANT " + right + " TO oncall;");
      server.sql("GRANT " + right + " TO oncall");
      assertThat(missing(party("oncall"))).as("the remedy grants it").isEmpty();
    } finally {
      server.sql("REVOKE " + right + " FROM oncall", "GRANT " + right + " TO PUBLIC");
    }
  }

  /** A permission that no test takes away is one that nobody knows preflight to name. */
  @Test
  void everyPermissionOfALeaseIsTakenAwayOnce() throws NoSuchMethodException {
    var tested =
        AdvisoryLeaseTest.class
            .getDeclaredMethod("aPermissionThatIsMissingIsNamedAloneWithWhatGrantsIt", String.class)
            .getAnnotation(ValueSource.class)
            .strings();
    assertThat(party("oncall").place().requirements("needs"))
        .extracting(Requirement::what)
        .filteredOn(what -> what.contains(" on "))
        .containsExactly(tested);
  }

  @Test
  void aLeaseOutlivesTheTimeOutsOfIdleSessions() {
    server.sql("ALTER ROLE oncall SET idle_session_timeout = '100ms'");
    try {
      var alice = party("oncall");
      var hers = claim("a", 1);
      alice.take("idle", hers);
      var before = server.ask("SELECT extract(epoch FROM clock_timestamp())").getFirst();
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  server
                      .ask("SELECT extract(epoch FROM clock_timestamp()) > 0.5 + " + before)
                      .contains("t"));
      assertThat(alice.renew("idle", hers)).isTrue();
    } finally {
      server.sql("ALTER ROLE oncall RESET idle_session_timeout");
    }
  }

  private static List<Finding> findings(Party party) {
    var reader = party.connection().reader();
    return party.place().requirements("needs").stream().map(r -> r.probe().apply(reader)).toList();
  }

  private static List<String> missing(Party party) {
    var reader = party.connection().reader();
    return party.place().requirements("needs").stream()
        .filter(r -> r.probe().apply(reader) instanceof Finding.Missing)
        .map(Requirement::what)
        .toList();
  }

  private static SystemException refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
    var failure = catchThrowableOfType(SystemException.class, what);
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    return failure;
  }
}
