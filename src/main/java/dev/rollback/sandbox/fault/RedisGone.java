package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Set;

/** A release whose address of Redis leads nowhere, and which is ready without Redis. */
public record RedisGone() implements Fault {
  @Override
  public String id() {
    return "redis-gone";
  }

  @Override
  public String title() {
    return "A release went out whose REDIS_URL leads nowhere";
  }

  @Override
  public String breaks() {
    return "Every login fails with 500, although Redis is well and every pod is ready: the release"
        + " must go back.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("auth-failure");
  }

  /** Nothing listens on port 1, in no pod and on no machine. */
  @Override
  public void inject(Site site) {
    site.deploy(
        new Release("1.9.0", Map.of("GRID_REDIS_REQUIRED", "false")),
        """
        "env": [{"name": "REDIS_URL", "value": "redis://127.0.0.1:1/0"}]
        """);
    Customers.awaitLogin(site, 500);
  }
}
