package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Set;

/** A leak, and a limit that ends it: each pod serves for a while, and is killed. */
public record PodsKilled() implements Fault {
  private static final Release RELEASE =
      new Release("1.9.0", Map.of("GRID_PAGE_HISTORY_BYTES", "1048576"));

  @Override
  public String id() {
    return "pods-killed";
  }

  @Override
  public String title() {
    return "A release keeps every page that it makes, and its pods are killed for their memory";
  }

  @Override
  public String breaks() {
    return "Pods end with OOMKilled again and again, and customers are served now and then, until"
        + " the release is taken back. Redis has memory enough.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("memory-pressure");
  }

  @Override
  public void inject(Site site) {
    site.deploy(
        RELEASE,
        """
        "resources": {"limits": {"memory": "%s"}}
        """
            .formatted(site.podMemory()));
    Eventually.holds(
        "every pod was killed for its memory",
        () -> {
          Customers.useApiKeys(site);
          return killed(site);
        });
  }

  private static boolean killed(Site site) {
    return site.pods().stream()
        .map(pod -> pod.at("/status/containerStatuses/0"))
        .allMatch(
            container ->
                container.at("/lastState/terminated/reason").asText().equals("OOMKilled")
                    || container.at("/state/terminated/reason").asText().equals("OOMKilled"));
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("settled", "PT2S");
  }
}
