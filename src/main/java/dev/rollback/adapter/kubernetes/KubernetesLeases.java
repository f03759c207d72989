package dev.rollback.adapter.kubernetes;

import dev.rollback.action.Claim;
import dev.rollback.action.LeasePlace;
import dev.rollback.action.Requirement;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.List;
import java.util.Optional;

/**
 * Claims as Leases of the connection's namespace. The API server compares the version of a lease
 * with the one that was read, and so decides between two that write at once.
 */
record KubernetesLeases(String namespace, String context)
    implements LeasePlace<KubernetesReader, KubernetesWriter> {

  @Override
  public String where(String target) {
    return "lease/%s in namespace %s".formatted(LeaseName.of(target), namespace);
  }

  @Override
  public List<Requirement<KubernetesReader>> requirements(String target) {
    return Access.toLease(LeaseName.of(target));
  }

  @Override
  public Optional<Claim> read(String target, KubernetesReader system) {
    return system.lease(LeaseName.of(target)).map(lease -> claim(target, lease));
  }

  @Override
  public boolean replace(String target, Optional<Claim> seen, Claim next, KubernetesWriter system) {
    var now = system.lease(LeaseName.of(target));
    if (!now.map(lease -> claim(target, lease)).equals(seen)) {
      return false;
    }
    return now.map(lease -> system.update(ClaimLease.with(lease, next)))
        .orElseGet(() -> system.create(ClaimLease.create(target, next)));
  }

  /** A lease that was given back stays, without a holder. */
  @Override
  public boolean remembers() {
    return true;
  }

  private Claim claim(String target, Lease lease) {
    try {
      return ClaimLease.read(target, lease);
    } catch (IllegalArgumentException e) {
      var name = lease.getMetadata().getName();
      var kubectl = "kubectl --context %s --namespace %s".formatted(context, namespace);
      throw SystemException.refused(
          "%s %s.".formatted(where(target), e.getMessage()),
          "See what it is: %s get lease %s -o yaml. If nothing needs it: %s delete lease %s"
              .formatted(kubectl, name, kubectl, name),
          e);
    }
  }
}
