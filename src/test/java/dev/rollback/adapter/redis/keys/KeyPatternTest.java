package dev.rollback.adapter.redis.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.adapter.redis.RedisLeases;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyPatternTest {
  @Test
  void onlyPatternsThatCanMatchALeaseAreLookedThrough() {
    for (var glob : List.of("*x", "r*", "?x", "[a]o", "rollback:*", "\\r*", "rollback:lease*")) {
      assertThat(new KeyPattern(glob).mayMatchUnder(RedisLeases.PREFIX)).as(glob).isTrue();
    }
    for (var glob : List.of("session:*", "rollback:leases:*", "x?", "\\*", "rolled*")) {
      assertThat(new KeyPattern(glob).mayMatchUnder(RedisLeases.PREFIX)).as(glob).isFalse();
    }
  }
}
