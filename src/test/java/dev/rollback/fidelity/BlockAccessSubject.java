package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;

/** {@code postgres.block-access}. */
final class BlockAccessSubject extends PostgresSubject {
  private static final List<String> ROLES = List.of("neighbour", "readonly", "limited");

  BlockAccessSubject() {
    super("postgres.block-access");
    ROLES.forEach(server::role);
    server.sql("GRANT pg_signal_backend TO oncall");
  }

  @Override
  public Case next(Random random) {
    server.sql("DROP DATABASE IF EXISTS grid WITH (FORCE)", "CREATE DATABASE grid OWNER oncall");
    if (random.nextBoolean()) {
      server.sql("REVOKE CONNECT ON DATABASE grid FROM PUBLIC");
    }
    server.sql(
        "GRANT CONNECT ON DATABASE grid TO neighbour"
            + (random.nextBoolean() ? " WITH GRANT OPTION" : ""));
    return new Case(
        """
        steps:
          - id: block
            action: postgres.block-access
            with: {role: neighbour, database: grid, keep: [readonly]}
        after:
          - check: postgres.query
            with: {sql: "SELECT has_database_privilege('neighbour', 'grid', 'CONNECT')"}
            expect: value == false
        """,
        List.of(
            Drift.harmful(
                "another grant", () -> server.sql("GRANT CONNECT ON DATABASE grid TO limited")),
            Drift.harmful(
                "a grant less", () -> server.sql("REVOKE CONNECT ON DATABASE grid FROM oncall")),
            Drift.harmless(
                "another right", () -> server.sql("GRANT CREATE ON DATABASE grid TO limited"))));
  }

  @Override
  public Object snapshot() {
    return server.ask(
        "SELECT unnest(datacl)::text FROM pg_database WHERE datname = 'grid' ORDER BY 1");
  }
}
