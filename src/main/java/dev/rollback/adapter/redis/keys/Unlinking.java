package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Server;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/** Deletes saved keys that are still what was saved. */
final class Unlinking extends KeyPass {
  private final MessageDigest sha1 = sha1();
  private RedisWriter.Removal total = new RedisWriter.Removal(0, 0, 0);

  Unlinking(ShardMap map, Pace pace, LongConsumer done) {
    super(map, pace, "deleting keys", done);
  }

  RedisWriter.Removal total() {
    return total;
  }

  @Override
  String script(Server server) {
    return RedisScripts.of(server).unlink();
  }

  @Override
  byte[] argument(SavedKey key) {
    return key.fingerprint().orElseGet(() -> print(key.payload()));
  }

  private byte[] print(byte[] payload) {
    return payload.length <= RedisScripts.SHORT
        ? payload
        : HexFormat.of().formatHex(sha1.digest(payload)).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  void count(RedisLink link, List<Object> answer) {
    total =
        total.plus(
            new RedisWriter.Removal(
                (Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2)));
  }

  private static MessageDigest sha1() {
    try {
      // The server's scripts have no other digest. It recognises a value; it is no signature.
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
