package dev.rollback.adapter.postgres.roles;

import dev.rollback.diagnostic.Sensitive;
import java.util.Base64;
import java.util.regex.Pattern;
import org.postgresql.util.PasswordUtil;

/**
 * What a server keeps of a password, computed on this side, so that the password itself is not
 * sent.
 *
 * @param text as it stands in pg_authid
 */
record Verifier(String text) {
  private static final Pattern SCRAM =
      Pattern.compile("SCRAM-SHA-256\\$(\\d+):([^$]+)\\$[^:]+:[^:]+");
  private static final int ITERATIONS = 4096;
  private static final int MOST_ITERATIONS = 1_000_000;

  /** The one of a password, with this salt. */
  static Verifier of(Sensitive password, byte[] salt) {
    return of(password, ITERATIONS, salt);
  }

  private static Verifier of(Sensitive password, int iterations, byte[] salt) {
    return new Verifier(
        PasswordUtil.encodeScramSha256(password.reveal().toCharArray(), iterations, salt));
  }

  /** Whether it is one of this password already, with whatever salt; one of md5 never is. */
  boolean fits(Sensitive password) {
    var parts = SCRAM.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    try {
      var iterations = Integer.parseInt(parts.group(1));
      var salt = Base64.getDecoder().decode(parts.group(2));
      return iterations > 0
          && iterations <= MOST_ITERATIONS
          && of(password, iterations, salt).equals(this);
    } catch (IllegalArgumentException e) {
      return false; // no number, or no base64: then it is none of ours
    }
  }

  /** In the logs, where a mask is better than the half of it. */
  @Override
  public String toString() {
    return "***";
  }
}
