package dev.rollback.sandbox;

import dev.rollback.sandbox.site.Release;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of the sandbox: which variables are baked into which image. */
final class Images {
  private static final String REPOSITORY = "registry.grid.example/grid-api";

  private final Map<String, Map<String, String>> baked = new ConcurrentHashMap<>();

  /** Pushes an image, and gives its reference by digest. */
  String push(Release release) {
    String reference = REPOSITORY + "@" + release.digest();
    baked.put(reference, release.baked());
    baked.put(REPOSITORY + ":" + release.version(), release.baked());
    return reference;
  }

  /** What is baked into an image; nothing into one that was not pushed. */
  Map<String, String> baked(String reference) {
    return baked.getOrDefault(reference, Map.of());
  }
}
