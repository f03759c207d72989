package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.link.RedisLink;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which server has which key.
 *
 * @param links all of them
 */
record ShardMap(List<RedisLink> links, Function<byte[], RedisLink> owner) {
  /** Enough for a server that has one slot in a hundred of them to be found, and cheap. */
  private static final int TRIES = 2_000;

  /** One server has all keys. */
  static ShardMap of(RedisLink all) {
    return new ShardMap(List.of(all), _ -> all);
  }

  /** The slots of a cluster: {@code links} are its masters in the order that it lists them. */
  static ShardMap of(List<RedisLink> links, ClusterNodes slots) {
    return new ShardMap(
        List.copyOf(links), key -> links.get(slots.masterOf(SlotHash.getSlot(key))));
  }

  /** A name that matches and whose key this server has; empty where none is found. */
  Optional<byte[]> keyOf(RedisLink link, KeyPattern keys) {
    return Stream.concat(
            Stream.of(keys.specimen()), IntStream.range(0, TRIES).mapToObj(keys::specimen))
        .filter(name -> of(name).equals(link))
        .findFirst();
  }

  RedisLink of(byte[] key) {
    return owner.apply(key);
  }
}
