package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.git.Repository;
import dev.rollback.sandbox.git.SourceHistory;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A range of commits was merged and deployed, and the release fails in ways that have nothing to do
 * with each other. Meanwhile somebody has pushed a hotfix on top, which must stay.
 */
public record BadCommits() implements Fault {
  /** What was built from the range. */
  private static final Release HARDENED = new Release("2.0.0", Map.of("GRID_HARDENED", "true"));

  private static final int ATTEMPTS = 5;

  @Override
  public String id() {
    return "bad-commits";
  }

  @Override
  public String title() {
    return "A range of commits was merged and deployed, with a hotfix on top";
  }

  @Override
  public String breaks() {
    return "Logins and reads fail now and then, with 500 and 401, for no common reason: they began"
        + " with release 2.0.0. Older commits are right, and so is the hotfix on top.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("system-instability");
  }

  @Override
  public void inject(Site site) {
    var git = site.git();
    git.merge(Repository.HARDENING);
    git.push(SourceHistory.HOTFIX);
    // Whoever is on call looks at what was merged.
    git.pull();
    site.deploy(HARDENED);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (Customers.useApiKeys(site) < site.accounts().users().size()) {
        return;
      }
    }
    throw new SandboxException(id() + ": all customers are served");
  }

  /** What was merged, what it was deployed as, and what ran before; the same before and after. */
  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of(
        "commits", String.join(",", commits(site)),
        "bad-image", site.image(HARDENED),
        "good-image", site.image(Release.GOOD),
        "good-commit", site.git().id(Repository.GOOD),
        "stays", String.join(",", SourceHistory.HOTFIX.files().keySet()),
        "window", "PT2M");
  }

  /** The full ids of the range, newest first. */
  private static List<String> commits(Site site) {
    return site.git().range(Repository.GOOD, Repository.HARDENING);
  }
}
