package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A migration that took effect whole, and should not have been made. */
public record BadMigration() implements Fault {
  @Override
  public String id() {
    return "bad-migration";
  }

  @Override
  public String title() {
    return "A migration renamed columns that every release still reads";
  }

  @Override
  public String breaks() {
    return "Version 5 of the schema is complete, and logins fail with 500: no release reads the new"
        + " names. Release 1.9.0 went out with it. Version 5 must be undone by its script.";
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
    Broken.migrations(site, "bad", List.of()).migrate(site.postgres());
    site.deploy(new Release("1.9.0", Map.of()));
    Customers.awaitLogin(site, 500);
  }
}
