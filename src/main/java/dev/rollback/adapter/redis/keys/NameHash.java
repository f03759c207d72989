package dev.rollback.adapter.redis.keys;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of many short names without an object for each. For one thread. */
final class NameHash {
  private final MessageDigest sha = sha256();
  private final byte[] bytes = new byte[32];
  private final ByteBuffer result = ByteBuffer.wrap(bytes);

  /** The digest; it is overwritten by the next call. */
  ByteBuffer of(byte[] name) {
    try {
      sha.update(name);
      sha.digest(bytes, 0, bytes.length);
      return result;
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a SHA-256", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
