package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rollout that keeps its promise: while the new pods do not start, the old ones serve. */
public record StuckRollout() implements Fault {
  private static final Release RELEASE =
      new Release("1.9.0", Map.of("RATE_LIMIT_REQUESTS", "many"));

  @Override
  public String id() {
    return "stuck-rollout";
  }

  @Override
  public String title() {
    return "A release went out whose pods end with an error as they start";
  }

  @Override
  public String breaks() {
    return "Customers notice nothing: the pods of the release before still serve. The rollout does"
        + " not get on, and nothing else can be deployed, until it is taken back.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("incident");
  }

  @Override
  public void inject(Site site) {
    site.ship(RELEASE);
    Eventually.holds("a pod of the release has ended with an error", () -> crashed(site));
    if (Customers.useApiKeys(site) < site.accounts().users().size()) {
      throw new SandboxException("the pods of the release before do not serve");
    }
  }

  private static boolean crashed(Site site) {
    return site.pods().stream()
        .map(pod -> pod.at("/status/containerStatuses/0"))
        .anyMatch(container -> container.path("restartCount").asInt() > 0);
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("backup", "false", "rate", "10s");
  }

  @Override
  public Optional<String> remains(Site site) {
    var deployment = site.object("Deployment", Site.DEPLOYMENT);
    var wanted = deployment.at("/spec/replicas").asInt();
    var updated = deployment.at("/status/updatedReplicas").asInt();
    var serving = deployment.at("/status/availableReplicas").asInt();
    return updated == wanted && serving == wanted
        ? Optional.empty()
        : Optional.of(
            "of %d pods %d are of the newest release, and %d serve"
                .formatted(wanted, updated, serving));
  }
}
