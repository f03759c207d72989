package dev.rollback.fidelity;

import java.util.List;
import java.util.Random;

/** {@code postgres.rotate-password}. */
final class RotatePasswordSubject extends PostgresSubject {
  RotatePasswordSubject() {
    super("postgres.rotate-password");
    server.sql("ALTER ROLE oncall CREATEROLE", "GRANT SELECT ON pg_authid TO oncall");
  }

  @Override
  public Case next(Random random) {
    server.sql(
        "DROP ROLE IF EXISTS scram",
        switch (random.nextInt(3)) {
          case 0 -> "CREATE ROLE scram LOGIN";
          case 1 -> "CREATE ROLE scram LOGIN PASSWORD 'md5" + "0123456789abcdef".repeat(2) + "'";
          default -> "CREATE ROLE scram LOGIN PASSWORD 'old" + random.nextInt() + "'";
        },
        "GRANT scram TO oncall WITH ADMIN OPTION");
    return new Case(
        """
        steps:
          - id: rotate
            action: postgres.rotate-password
            with: {role: scram, password: {env: NEW}}
        after:
          - check: postgres.old-sessions
            with: {role: scram}
        """,
        List.of(
            Drift.harmful(
                "another password",
                () -> server.sql("ALTER ROLE scram PASSWORD 'theirs" + random.nextInt() + "'")),
            Drift.harmless(
                "another role", () -> server.sql("ALTER ROLE scram CONNECTION LIMIT 7"))));
  }

  @Override
  public Object snapshot() {
    return server.ask("SELECT rolname || coalesce(rolpassword, '') FROM pg_authid ORDER BY 1");
  }
}
