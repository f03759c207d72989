package dev.rollback.sandbox.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be broken, by changing real state and nothing else, by the means by which production
 * breaks: a release, traffic, a cache, somebody with the password. It breaks a {@link Site}, so it
 * is the same in the sandbox and on a real cluster.
 */
public interface Fault {
  /** Its name on the command line. */
  String id();

  /** What happened, in a line. */
  String title();

  /** What no longer works, and what heals it. */
  String breaks();

  /** The scenarios that are drilled with it. */
  Set<String> scenarios();

  /** The causes of which a scenario's diagnosis must find at least one; else, of its own name. */
  default Set<String> causes() {
    return Set.of(id());
  }

  /**
   * Breaks it, and returns when it is broken: customers notice, or {@link #remains} tells of it.
   *
   * @throws SandboxException when it could not be broken
   */
  void inject(Site site);

  /**
   * The parameters that a scenario is given here; what the command line gives comes first. A drill
   * has seconds where an incident has minutes, and images of its own.
   */
  default Map<String, String> parameters(Site site) {
    return Map.of();
  }

  /**
   * What the person in a drill does, where the scenario asks for what no step can do: it is done
   * when the person has said so.
   */
  default List<ByHand> byHand() {
    return List.of();
  }

  /**
   * What is still wrong where no customer sees it; judged at the systems, and not by any run.
   *
   * @return empty when nothing is
   */
  default Optional<String> remains(Site site) {
    return Optional.empty();
  }
}
