package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Set;

/** The release is gone, and what it wrote is still there: the workload is right. */
public record PoisonedCache() implements Fault {
  private static final int ATTEMPTS = 5;
  private static final String PREFIX = "cache:grid:";

  @Override
  public String id() {
    return "poisoned-cache";
  }

  @Override
  public String title() {
    return "A release that was taken back has left cache entries that the one before cannot read";
  }

  @Override
  public String breaks() {
    return "Every request for the grid is answered with 500, until " + PREFIX + "* is deleted.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("cache-failure");
  }

  /** As that release wrote them: an object with a version, and without an end. */
  @Override
  public void inject(Site site) {
    Customers.untilAll(site, ATTEMPTS, status -> status == 500, () -> poison(site));
  }

  /** A request that found nothing just before puts a page over an entry: so it is tried again. */
  private static void poison(Site site) {
    Redis.at(
        site,
        redis -> {
          for (Accounts.User user : site.accounts().users()) {
            redis.set(
                PREFIX + user.keyId(),
                "{\"version\":2,\"owner\":\"%s\",\"nodes\":[{\"name\":\"node-01\"}]}"
                    .formatted(user.email()));
          }
        });
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("prefix", PREFIX, "settled", "PT2S", "sample", "PT1S", "reads", "5");
  }
}
