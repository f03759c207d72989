package dev.rollback.adapter.git;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of the ref at which a target's lease stands. Two targets never share one, on file
 * systems that do not tell upper from lower case neither, and none is a folder of another.
 */
final class LeaseRef {
  private static final String FOLDER = "refs/rollback/lease/";

  /** A ref is a file on many servers, whose names are at most 255 bytes, with {@code .lock}. */
  private static final int LONGEST = 200;

  private static final int KEPT = 100;

  private LeaseRef() {}

  /** {@code refs/rollback/lease/prod-eu}; what is no small letter, digit, - or _ is %xx. */
  static String of(String target) {
    var name = new StringBuilder();
    for (var b : target.getBytes(StandardCharsets.UTF_8)) {
      if (plain(b)) {
        name.append((char) b);
      } else {
        name.append("%%%02x".formatted(b & 0xff));
      }
    }
    if (name.isEmpty()) {
      return FOLDER + "%";
    }
    return FOLDER + (name.length() <= LONGEST ? name : shortened(name.substring(0, KEPT), target));
  }

  private static boolean plain(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
  }

  /** {@code %-} stands in no name that was not shortened. */
  private static String shortened(String beginning, String target) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8));
      return beginning + "%-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
