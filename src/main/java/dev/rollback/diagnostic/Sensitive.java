package dev.rollback.diagnostic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A secret's value. It prints as a mask; who needs the value asks for it by name. */
public final class Sensitive {
  private final String value;

  private Sensitive(String value) {
    this.value = value;
  }

  /** Wraps a value as soon as it has been read. */
  public static Sensitive of(String value) {
    return new Sensitive(value);
  }

  /** The value itself, for the one call that sends it where it belongs. */
  public String reveal() {
    return value;
  }

  /** The first 8 hex digits of the value's SHA-256: tells two values apart and gives none away. */
  public String fingerprint() {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sensitive that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
