package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.ByHand;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Set;

/** The database is well, and lets the service in no more: nothing of it was deployed. */
public record DatabaseUnreachable() implements Fault {
  private static final String END_SESSIONS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
          + Site.DATABASE_ROLE
          + "'";

  @Override
  public String id() {
    return "database-unreachable";
  }

  @Override
  public String title() {
    return "The password of the database role was rotated, and the service's Secret was not";
  }

  @Override
  public String breaks() {
    return "No pod gets a session at the database, so none is ready and every request is answered"
        + " with 503. The role and the Secret must have the same password again, by hand.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("auth-failure");
  }

  /** Sessions outlive their password, so they are ended, as a pool ends them in time. */
  @Override
  public void inject(Site site) {
    Database.execute(site, password(Accounts.hex(site.random(), 16)), END_SESSIONS);
    Customers.awaitLogin(site, "refused with 5xx", status -> status >= 500);
  }

  private static String password(String password) {
    return "ALTER ROLE %s PASSWORD '%s'".formatted(Site.DATABASE_ROLE, password);
  }

  @Override
  public List<ByHand> byHand() {
    return List.of(
        new ByHand(
            "let the service in again",
            "the role has the password of the Secret again",
            site -> Database.execute(site, password(site.accounts().databasePassword()))));
  }
}
