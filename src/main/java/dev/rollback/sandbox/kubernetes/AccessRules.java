package dev.rollback.sandbox.kubernetes;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the one user of the sandbox may do: everything that was not denied. Safe for use by many
 * threads; a change is seen by the next request.
 */
public final class AccessRules {
  static final String USER = "sandbox";

  private record Rule(String verb, String group, String resource) {}

  private final Set<Rule> denied = ConcurrentHashMap.newKeySet();

  AccessRules() {}

  /**
   * Takes one permission away: a request that needs it is answered 403, and an access review about
   * it says no.
   *
   * @param verb get, list, watch, create, update, patch, delete or deletecollection
   * @param group the API group, empty for the core group
   * @param resource the plural name, with a subresource if any: {@code pods/log}
   */
  public void deny(String verb, String group, String resource) {
    denied.add(new Rule(verb, group, resource));
  }

  /** Gives back all that was taken away. */
  public void allowAll() {
    denied.clear();
  }

  boolean allows(String verb, String group, String resource) {
    return !denied.contains(new Rule(verb, group, resource));
  }
}
