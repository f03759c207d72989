package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.RedisWriter;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Server;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/** Brings back saved keys that are not there. */
final class Restoring extends KeyPass {
  private RedisWriter.Restoration total = new RedisWriter.Restoration(0, 0, 0);

  Restoring(ShardMap map, Pace pace, LongConsumer done) {
    super(map, pace, "restoring keys", done);
  }

  RedisWriter.Restoration total() {
    return total;
  }

  @Override
  String script(Server server) {
    return RedisScripts.of(server).restore();
  }

  @Override
  byte[] argument(SavedKey key) {
    return key.payload();
  }

  @Override
  void count(RedisLink link, List<Object> answer) {
    total =
        total.plus(
            new RedisWriter.Restoration(
                (Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2)));
    if (answer.size() > 3) {
      throw link.errors()
          .refused(new String((byte[]) answer.get(3), StandardCharsets.UTF_8), "restoring keys");
    }
  }
}
