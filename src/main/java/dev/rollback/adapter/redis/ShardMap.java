package dev.rollback.adapter.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.function.Function;

/**
 * Which server has which key.
 *
 * @param links all of them
 */
record ShardMap(List<RedisLink> links, Function<byte[], RedisLink> owner) {

  /** One server has all keys. */
  static ShardMap of(RedisLink all) {
    return new ShardMap(List.of(all), _ -> all);
  }

  /** The slots of a cluster: {@code links} are its masters in the order that it lists them. */
  static ShardMap of(List<RedisLink> links, ClusterNodes slots) {
    return new ShardMap(
        List.copyOf(links), key -> links.get(slots.masterOf(SlotHash.getSlot(key))));
  }

  RedisLink of(byte[] key) {
    return owner.apply(key);
  }
}
