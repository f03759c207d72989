package dev.rollback.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;

/** Keys of every kind of value and of unpleasant names, with and without expiry. */
public final class Kinds {
  public static final String PATTERN = "api_key:*";
  static final long KEYS = 10;

  private Kinds() {}

  public static byte[] b(String text) {
    return text.getBytes(UTF_8);
  }

  public static byte[] notText() {
    var name = b("api_key:??");
    name[8] = (byte) 0xff;
    name[9] = 0;
    return name;
  }

  public static void fill(RedisCommands<byte[], byte[]> redis) {
    redis.flushall();
    redis.set(b("api_key:text"), b("value"));
    redis.set(b("api_key:number"), b("12345"));
    redis.set(notText(), notText());
    redis.set(b("api_key: spaces\n\"quotes'\\"), b(""));
    redis.rpush(b("api_key:list"), b("a"), b("b"), notText());
    redis.hset(b("api_key:hash"), Map.of(b("field"), notText(), b("other"), b("x")));
    redis.sadd(b("api_key:set"), b("one"), b("two"), notText());
    redis.zadd(b("api_key:zset"), 1.5, b("m"));
    redis.xadd(b("api_key:stream"), Map.of(b("k"), b("v")));
    for (var i = 0; i < 2000; i++) {
      redis.sadd(b("api_key:bigset"), b("member " + i));
    }
    redis.pexpireat(b("api_key:text"), 4_102_444_800_123L);
    redis.pexpireat(b("api_key:hash"), 4_102_444_800_456L);
    redis.set(b("other:key"), b("stays"));
    redis.set(b("api_keyless"), b("stays"));
  }
}
