package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Set;

/** False positives of a limiter: there is no attack, and yet everybody is refused. */
public record ProxyAddress() implements Fault {
  private static final int ROUNDS = 20;

  /** As many as one customer makes in a minute at most, and all of them together in seconds. */
  private static final Release RELEASE =
      new Release(
          "1.9.0",
          Map.of(
              "RATE_LIMIT_ADDRESS",
              "peer",
              "RATE_LIMIT_REQUESTS",
              "100",
              "RATE_LIMIT_WINDOW",
              "60"));

  @Override
  public String id() {
    return "proxy-address";
  }

  @Override
  public String title() {
    return "A release limits requests by the load balancer's address instead of the customer's";
  }

  @Override
  public String breaks() {
    return "All customers share one limit and are refused with 429, until the release is taken"
        + " back.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("rate-limiting");
  }

  @Override
  public void inject(Site site) {
    site.deploy(RELEASE);
    Customers.untilAll(site, ROUNDS, status -> status == 429, () -> {});
  }
}
