package dev.rollback.adapter.postgres.roles;

import dev.rollback.adapter.postgres.PostgresContract;
import dev.rollback.adapter.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract for {@code postgres.block-access}, with a session that is open. */
class BlockAccessContractTest extends PostgresContract<BlockAccess, BlockAccess.State> {
  private @Nullable Connection session;

  @Override
  protected Class<BlockAccess.State> stateType() {
    return BlockAccess.State.class;
  }

  @Override
  protected void prepare() {
    if (server().ask("SELECT 1 FROM pg_roles WHERE rolname = 'neighbour'").isEmpty()) {
      server().role("neighbour");
      server().sql("GRANT pg_signal_backend TO oncall");
    }
    server()
        .sql(
            "DROP DATABASE IF EXISTS \"grid db\" WITH (FORCE)",
            "CREATE DATABASE \"grid db\" OWNER oncall",
            "REVOKE CONNECT ON DATABASE \"grid db\" FROM PUBLIC",
            "GRANT CONNECT ON DATABASE \"grid db\" TO neighbour WITH GRANT OPTION");
    try {
      session =
          DriverManager.getConnection(
              server().url().replace("/postgres", "/grid%20db"),
              "neighbour",
              TestPostgres.PASSWORD);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws SQLException {
    if (session != null) {
      session.close();
    }
  }

  @Override
  protected BlockAccess action() {
    return new BlockAccess("neighbour", Optional.of("grid db"), List.of());
  }

  @Override
  protected Object snapshot() {
    return server()
        .ask("SELECT unnest(datacl)::text FROM pg_database WHERE datname = 'grid db' ORDER BY 1");
  }

  @Override
  protected void disturb() {
    server().sql("GRANT CONNECT ON DATABASE \"grid db\" TO pg_monitor");
  }

  @Override
  protected Denial deny(String requirement) {
    return requirement.startsWith("ownership")
        ? denial(
            requirement,
            "ALTER DATABASE \"grid db\" OWNER TO postgres",
            "ALTER DATABASE \"grid db\" OWNER TO oncall")
        : denial(
            requirement,
            "REVOKE pg_signal_backend FROM oncall",
            "GRANT pg_signal_backend TO oncall");
  }
}
