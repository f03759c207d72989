package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A migration that stopped in the middle, and the pipeline with it. */
public record HalfMigration() implements Fault {
  @Override
  public String id() {
    return "half-migration";
  }

  @Override
  public String title() {
    return "A migration without a transaction failed halfway";
  }

  @Override
  public String breaks() {
    return "Version 5 of the schema is half there, and the release that runs reads a column that is"
        + " gone: logins fail with 500. What the half has left must be taken away.";
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
    Broken.failing(site, Broken.migrations(site, "half", List.of(".conf")));
    Customers.awaitLogin(site, 500);
  }
}
