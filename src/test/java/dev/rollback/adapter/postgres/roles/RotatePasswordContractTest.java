package dev.rollback.adapter.postgres.roles;

import dev.rollback.action.SecretRef;
import dev.rollback.action.Secrets;
import dev.rollback.adapter.postgres.PostgresContract;
import dev.rollback.adapter.postgres.TestPostgres;
import dev.rollback.contract.TestSecrets;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.shape.PlanTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract for {@code postgres.rotate-password}. */
class RotatePasswordContractTest extends PostgresContract<RotatePassword, RotatePassword.State> {
  @Override
  protected Class<RotatePassword.State> stateType() {
    return RotatePassword.State.class;
  }

  @Override
  protected Secrets secrets() {
    return TestSecrets.of(
        Map.of("PASSWORD", TestPostgres.PASSWORD, "NEW_PASSWORD", "a new 'password'"),
        new Redactor());
  }

  @Override
  protected void prepare() {
    server()
        .sql(
            "DROP ROLE IF EXISTS scram",
            "CREATE ROLE scram LOGIN PASSWORD 'the old one'",
            "ALTER ROLE oncall CREATEROLE",
            "GRANT scram TO oncall WITH ADMIN OPTION",
            "GRANT SELECT ON pg_authid TO oncall");
  }

  @Override
  protected RotatePassword action() {
    return new RotatePassword(
        "scram",
        Optional.of(new SecretRef.Env("NEW_PASSWORD")),
        Optional.empty(),
        true,
        new PlanTime(Instant.parse("2026-11-22T08:00:00Z")));
  }

  @Override
  protected Object snapshot() {
    return server().ask("SELECT rolname || coalesce(rolpassword, '') FROM pg_authid ORDER BY 1");
  }

  @Override
  protected void disturb() {
    server().sql("ALTER ROLE scram PASSWORD 'theirs'");
  }

  @Override
  protected Set<String> noPermissions() {
    return Stream.concat(
            super.noPermissions().stream(),
            Stream.of("a key that seals secret values", "secret {env: NEW_PASSWORD}"))
        .collect(Collectors.toSet());
  }

  @Override
  protected Denial deny(String requirement) {
    return requirement.startsWith("SELECT")
        ? privilege(requirement)
        : denial(requirement, "ALTER ROLE oncall NOCREATEROLE", "ALTER ROLE oncall CREATEROLE");
  }
}
