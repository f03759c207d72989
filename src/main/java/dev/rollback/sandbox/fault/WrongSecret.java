package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Accounts;
import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Set;

/** A bad deployment: the service checks every secret against the wrong key. */
public record WrongSecret() implements Fault {
  @Override
  public String id() {
    return "wrong-secret";
  }

  @Override
  public String title() {
    return "A release went out with a wrong API_KEY_SECRET";
  }

  @Override
  public String breaks() {
    return "Every login and every API key is refused, and the cache of API keys fills with forms"
        + " made under the wrong secret: they keep valid keys out until api_key:* is deleted.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("auth-failure");
  }

  /** The reference to the right secret is gone. */
  @Override
  public void inject(Site site) {
    site.deploy(
        new Release("1.9.0", Map.of()),
        """
        "env": [{"name": "API_KEY_SECRET", "value": "%s", "valueFrom": null}]
        """
            .formatted(Accounts.hex(site.random(), 32)));
    Customers.useApiKeys(site);
  }
}
