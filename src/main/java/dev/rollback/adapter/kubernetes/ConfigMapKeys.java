package dev.rollback.adapter.kubernetes;

import java.util.Set;

/** Which entries a ConfigMap has. */
public sealed interface ConfigMapKeys {
  /** These. */
  record Found(Set<String> keys) implements ConfigMapKeys {
    /** Keeps its own copy. */
    public Found {
      keys = Set.copyOf(keys);
    }
  }

  /** There is no such ConfigMap. */
  record Missing() implements ConfigMapKeys {}

  /** This user may not know. */
  record Forbidden() implements ConfigMapKeys {}
}
