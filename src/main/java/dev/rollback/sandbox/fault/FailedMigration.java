package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A migration that PostgreSQL took back whole, and a pipeline that went on all the same. */
public record FailedMigration() implements Fault {
  @Override
  public String id() {
    return "failed-migration";
  }

  @Override
  public String title() {
    return "A migration failed and was taken back, and its release went out";
  }

  @Override
  public String breaks() {
    return "Version 5 of the schema was never there, and release 1.9.0 reads a column of it: logins"
        + " fail with 500. Only the release must go back; an undo would take version 4 away.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("migration-failure");
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Broken.parameters(site);
  }

  @Override
  public void inject(Site site) {
    Broken.failing(site, Broken.migrations(site, "failed", List.of()));
    site.deploy(new Release("1.9.0", Map.of("GRID_PASSWORD_COLUMN", "password_hash")));
    Customers.awaitLogin(site, 500);
  }
}
