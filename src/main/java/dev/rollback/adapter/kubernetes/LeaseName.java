package dev.rollback.adapter.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the lease of a target is called: {@code rollback-production}. A name that Kubernetes would
 * not take is cleaned, and tells itself apart by a digest, after a dot, which no name has that was
 * taken as it is: {@code rollback-prod-eu-1.3f2a9c01b7de}.
 */
final class LeaseName {
  private static final String PREFIX = "rollback-";
  private static final int LONGEST = 63;
  private static final int DIGEST = 12;
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private LeaseName() {}

  static String of(String target) {
    var plain = PREFIX + target;
    if (plain.length() <= LONGEST && PLAIN.matcher(target).matches()) {
      return plain;
    }
    var room = LONGEST - DIGEST - 1;
    var cleaned = PREFIX + target.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = cleaned.substring(0, Math.min(room, cleaned.length())).replaceAll("-+$", "");
    return cut + "." + digest(target).substring(0, DIGEST);
  }

  private static String digest(String target) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(target.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
