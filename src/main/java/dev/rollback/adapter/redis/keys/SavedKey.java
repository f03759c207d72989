package dev.rollback.adapter.redis.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One key as it was saved.
 *
 * @param name the key, any bytes
 * @param expiry when it expires, in milliseconds since 1970 by the server's clock; {@link #NEVER}
 * @param payload what DUMP gave: opaque, with a checksum of its own
 * @param fingerprint SHA-1 in hex by which the server recognises the value, where that is not just
 *     what follows from the payload; see {@link RedisScripts}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes on their way; never compared
public record SavedKey(byte[] name, long expiry, byte[] payload, Optional<byte[]> fingerprint) {
  /** The expiry of a key that has none. */
  public static final long NEVER = -1;

  private static final byte FORMAT = 1;
  private static final int FINGERPRINT = 40;

  /** {@code format, fingerprint's length, expiry, name's length, fingerprint, name, payload}. */
  byte[] encode() {
    var print = fingerprint.orElseGet(() -> new byte[0]);
    return ByteBuffer.allocate(14 + print.length + name.length + payload.length)
        .put(FORMAT)
        .put((byte) print.length)
        .putLong(expiry)
        .putInt(name.length)
        .put(print)
        .put(name)
        .put(payload)
        .array();
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when these bytes were not written by {@link #encode}
   */
  static SavedKey decode(byte[] entry) {
    var in = ByteBuffer.wrap(entry);
    if (entry.length < 14 || in.get() != FORMAT) {
      throw new IllegalArgumentException("this is no saved key");
    }
    var printLength = in.get();
    var expiry = in.getLong();
    var nameLength = in.getInt();
    if ((printLength != 0 && printLength != FINGERPRINT)
        || nameLength < 0
        || nameLength > entry.length - 14 - printLength) {
      throw new IllegalArgumentException("this saved key is damaged");
    }
    var nameAt = 14 + printLength;
    return new SavedKey(
        Arrays.copyOfRange(entry, nameAt, nameAt + nameLength),
        expiry,
        Arrays.copyOfRange(entry, nameAt + nameLength, entry.length),
        printLength == 0 ? Optional.empty() : Optional.of(Arrays.copyOfRange(entry, 14, nameAt)));
  }
}
