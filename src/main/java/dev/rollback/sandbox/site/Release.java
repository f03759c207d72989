package dev.rollback.sandbox.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A release of the sample service: what is baked into its image. The code of all releases is the
 * same; what a release does differently is decided by these variables, and a pod's own environment
 * goes before them.
 *
 * @param version such as {@code 1.8.0}
 * @param environment the variables, without {@code RELEASE}
 */
public record Release(String version, Map<String, String> environment) {
  /** The one that is deployed while all is well. */
  public static final Release GOOD = new Release("1.8.0", Map.of());

  /** Copies the variables. */
  public Release {
    environment = Map.copyOf(environment);
  }

  /** All variables of the image. */
  public Map<String, String> baked() {
    var all = new TreeMap<>(environment);
    all.put("RELEASE", version);
    return all;
  }

  /** What an image's digest is: the same for the same content, {@code sha256:…}. */
  public String digest() {
    try {
      var content = baked().toString().getBytes(StandardCharsets.UTF_8);
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
