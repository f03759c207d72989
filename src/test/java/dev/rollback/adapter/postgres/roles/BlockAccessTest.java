package dev.rollback.adapter.postgres.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollback.action.Connection;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.adapter.postgres.PostgresReader;
import dev.rollback.adapter.postgres.PostgresWriter;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.Mover;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom {@code postgres.block-access} keeps out, and what it refuses. */
class BlockAccessTest {
  private static TestPostgres server;
  private Connection<PostgresReader, PostgresWriter> connection;

  @BeforeAll
  static void start() {
    server = TestPostgres.start(Map.of());
    server.role("oncall");
    server.role("neighbour");
    server.role("readonly");
    server.role("limited");
    server.sql("GRANT pg_signal_backend TO oncall", "CREATE ROLE \"the group\"");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void arrange() {
    server.sql("DROP DATABASE IF EXISTS grid WITH (FORCE)", "CREATE DATABASE grid OWNER oncall");
    connection = server.connect("oncall");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private static BlockAccess block(String role, String... keep) {
    return new BlockAccess(role, Optional.of("grid"), List.of(keep));
  }

  private static java.sql.Connection open(String role) throws SQLException {
    return DriverManager.getConnection(server.url().replace("/postgres", "/grid"), role, "");
  }

  private Move<BlockAccess.State> move(
      BlockAccess action, BlockAccess.State from, BlockAccess.State to) {
    return new Mover<>(action, (_, _) -> {}, () -> {})
        .move(from, to, connection.writer(), Content.none());
  }

  private SystemException refused(BlockAccess action) {
    var failure =
        catchThrowableOfType(
            SystemException.class,
            () -> action.desired(action.observe(connection.reader()).state()));
    assertThat(failure).isNotNull();
    assertThat(failure.effect()).isEqualTo(SystemException.Effect.NONE);
    assertThat(failure.advice().orElse("")).isNotBlank();
    return failure;
  }

  @Test
  void whereEverybodyMayConnectThoseToKeepAreNamed() throws SQLException {
    assertThat(refused(block("neighbour")).problem()).contains("PUBLIC", "neighbour alone");
    assertThat(refused(block("neighbour")).advice().orElseThrow())
        .contains("limited, readonly")
        .doesNotContain("oncall");
    var action = block("neighbour", "readonly");
    var before = action.observe(connection.reader());
    assertThat(before.notes()).containsExactly("keeps role limited out as well");
    var after = action.desired(before.state());
    try (var session = open("neighbour");
        var kept = open("readonly")) {
      move(action, before.state(), after);
      assertThat(session.isValid(5)).as("its session was ended").isFalse();
      assertThat(kept.isValid(5)).isTrue();
    }
    assertThatThrownBy(() -> open("neighbour")).hasMessageContaining("permission denied");
    open("readonly").close();
    assertThat(action.observe(connection.reader()).state()).isEqualTo(after);
    move(action, after, before.state());
    open("neighbour").close();
    open("limited").close();
    assertThat(action.observe(connection.reader()).state()).isEqualTo(before.state());
  }

  @Test
  void sessionsThatWereLeftOverByACrashAreEndedWhenTheRunGoesOn() throws SQLException {
    server.sql(
        "REVOKE CONNECT ON DATABASE grid FROM PUBLIC",
        "GRANT CONNECT ON DATABASE grid TO neighbour");
    var action = block("neighbour");
    try (var session = open("neighbour")) {
      var before = action.observe(connection.reader());
      assertThat(before.notes()).containsExactly("ends 1 sessions of neighbour");
      assertThat(action.magnitude(before.state(), action.desired(before.state())))
          .isEqualTo(Map.of("sessions", 1L));
      server.sql("REVOKE CONNECT ON DATABASE grid FROM neighbour");
      assertThat(action.observe(connection.reader()).state().lingering()).isTrue();
      assertThat(move(action, before.state(), action.desired(before.state())))
          .isInstanceOf(Move.Written.class);
      assertThat(session.isValid(5)).isFalse();
    }
  }

  @Test
  void sessionsThatWereLeftOverByACrashStayWhenTheRunIsUndone() throws SQLException {
    server.sql(
        "REVOKE CONNECT ON DATABASE grid FROM PUBLIC",
        "GRANT CONNECT ON DATABASE grid TO neighbour");
    var action = block("neighbour");
    try (var session = open("neighbour")) {
      var before = action.observe(connection.reader()).state();
      server.sql("REVOKE CONNECT ON DATABASE grid FROM neighbour");
      assertThat(move(action, action.desired(before), before)).isInstanceOf(Move.Written.class);
      assertThat(session.isValid(5)).isTrue();
      assertThat(action.observe(connection.reader()).state()).isEqualTo(before);
    }
  }

  @Test
  void aMemberOfARoleThatMayConnectIsRefused() {
    server.sql(
        "REVOKE CONNECT ON DATABASE grid FROM PUBLIC",
        "GRANT CONNECT ON DATABASE grid TO \"the group\"",
        "GRANT \"the group\" TO neighbour");
    try {
      assertThat(refused(block("neighbour")).problem()).contains("as a member of the group");
    } finally {
      server.sql("REVOKE \"the group\" FROM neighbour");
    }
  }

  @Test
  void whoCannotBeKeptOutIsRefused() {
    assertThat(refused(block("postgres")).problem()).contains("superusers");
    assertThat(refused(block("oncall")).problem()).contains("this very session");
    assertThat(refused(block("it's \"nobody\"")).problem()).contains("has no role");
    var nowhere = new BlockAccess("neighbour", Optional.of("nowhere"), List.of());
    assertThat(refused(nowhere).problem()).contains("has no database nowhere");
    assertThatThrownBy(() -> block("neighbour", "neighbour")).hasMessageContaining("keep");
  }

  @Test
  void aGrantThatAnotherRoleHasMadeIsRefused() {
    server.sql(
        "REVOKE CONNECT ON DATABASE grid FROM PUBLIC",
        "GRANT CONNECT ON DATABASE grid TO limited WITH GRANT OPTION",
        "SET ROLE limited; GRANT CONNECT ON DATABASE grid TO neighbour");
    assertThat(refused(block("neighbour")).problem()).contains("granted by limited");
  }

  @Test
  void grantsThatChangeBetweenTheLookAndTheWriteAreNotOverwritten() {
    var action = block("neighbour", "readonly");
    var before = action.observe(connection.reader());
    server.sql("GRANT CONNECT ON DATABASE grid TO limited");
    assertThatThrownBy(
            () -> action.write(before, action.desired(before.state()), connection.writer()))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("other grants on database grid than a moment ago");
  }

  @Test
  void withoutADatabaseItIsTheConnectionsOwn() {
    var own = new BlockAccess("neighbour", Optional.empty(), List.of());
    assertThat(refused(own).problem()).contains("PUBLIC");
    assertThat(own.requirements().get(1).probe().apply(connection.reader()).toString())
        .contains("Missing", "database postgres");
  }

  @Test
  void aSecondRoleIsPlannedUponWhatTheFirstStepMakes() {
    server.sql(
        "REVOKE CONNECT ON DATABASE grid FROM PUBLIC",
        "GRANT CONNECT ON DATABASE grid TO neighbour, limited");
    var before = block("neighbour").observe(connection.reader()).state();
    var between = block("neighbour").desired(before);
    var after = block("limited").desired(between);
    assertThat(block("neighbour").target()).isEqualTo(block("limited").target());
    move(block("neighbour"), before, between);
    assertThat(block("limited").observe(connection.reader()).state()).isEqualTo(between);
    move(block("limited"), between, after);
    move(block("limited"), after, between);
    move(block("neighbour"), between, before);
    assertThat(block("neighbour").observe(connection.reader()).state()).isEqualTo(before);
  }
}
