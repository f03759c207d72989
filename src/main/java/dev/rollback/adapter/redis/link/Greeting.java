package dev.rollback.adapter.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a server what it is by HELLO: the one command that no access control list takes away. */
final class Greeting {
  private Greeting() {}

  static Server server(RedisLink link, StatefulRedisConnection<byte[], byte[]> connection) {
    var answer =
        Wire.send(
            connection,
            "HELLO",
            new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
            new CommandArgs<>(ByteArrayCodec.INSTANCE));
    var facts = facts(link.await(answer, "asking for its version", false));
    return new Server(
        facts.getOrDefault("server", "unknown server"),
        facts.getOrDefault("version", "0"),
        facts.getOrDefault("role", "unknown").replace("slave", "replica"),
        facts.getOrDefault("mode", "standalone"));
  }

  /** The answer is a list of names and values in turn; only the texts matter here. */
  private static Map<String, String> facts(List<Object> answer) {
    var facts = new HashMap<String, String>();
    for (var i = 0; i + 1 < answer.size(); i += 2) {
      if (answer.get(i) instanceof byte[] name && answer.get(i + 1) instanceof byte[] value) {
        facts.put(
            new String(name, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8));
      }
    }
    return facts;
  }
}
