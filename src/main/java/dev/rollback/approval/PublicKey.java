package dev.rollback.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * An OpenSSH public key.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key itself
 */
public record PublicKey(String type, String base64) {

  /** The key in a line of the form {@code TYPE BASE64 [COMMENT]}; empty where there is none. */
  public static Optional<PublicKey> of(String line) {
    var parts = line.strip().split("\\s+", -1);
    for (var i = 0; i + 1 < parts.length; i++) {
      if (isType(parts[i]) && isOf(parts[i], parts[i + 1])) {
        return Optional.of(new PublicKey(parts[i], parts[i + 1]));
      }
    }
    return Optional.empty();
  }

  private static boolean isType(String word) {
    return word.matches("(ssh|ecdsa|sk-ssh|sk-ecdsa)-[A-Za-z0-9@._-]+");
  }

  /** The type stands in the key once more. */
  private static boolean isOf(String type, String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      var name = type.getBytes(StandardCharsets.US_ASCII);
      return bytes.length > 4 + name.length
          && java.util.Arrays.equals(java.util.Arrays.copyOfRange(bytes, 4, 4 + name.length), name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As ssh-keygen shows it: {@code SHA256:…}. */
  public String fingerprint() {
    return fingerprint(base64);
  }

  /** The fingerprint of a key in Base64. */
  static String fingerprint(String base64) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
