package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Hashes;
import dev.rollback.sandbox.site.Site;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Set;

/** Only the cache is wrong: logins work. */
public record StaleKeys() implements Fault {
  private static final int ATTEMPTS = 5;
  private static final Duration HOUR = Duration.ofHours(1);

  @Override
  public String id() {
    return "stale-keys";
  }

  @Override
  public String title() {
    return "The cache holds API keys of a secret that was rotated away";
  }

  @Override
  public String breaks() {
    return "Logins work, but every API key is refused until api_key:* is deleted.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("auth-failure");
  }

  /**
   * A request that found nothing in the cache just before puts a right form over the wrong one: so
   * the cache is filled first, and it is asked afterwards whether every key is refused.
   */
  @Override
  public void inject(Site site) {
    Customers.useApiKeys(site);
    Customers.untilAll(
        site,
        ATTEMPTS,
        status -> status != 200,
        () -> poison(site, Accounts.hex(site.random(), 32)));
  }

  /** The forms that the service would have remembered under another secret. */
  private static void poison(Site site, String otherSecret) {
    Redis.at(
        site,
        redis -> {
          for (Accounts.User user : site.accounts().users()) {
            String form = Hashes.keyed(otherSecret, user.keySecret());
            redis.set(
                "api_key:" + user.keyId(),
                Hashes.keyed(otherSecret, form),
                SetArgs.Builder.ex(HOUR));
          }
        });
  }
}
