package dev.rollback.adapter.redis.keys;

import static org.awaitility.Awaitility.await;

import dev.rollback.adapter.redis.TestRedis;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A real cluster of three masters on the loopback address. */
final class TestCluster implements AutoCloseable {
  private static final int MASTERS = 3;

  private final List<TestRedis> nodes = new ArrayList<>();

  /** Of servers that are started so. */
  TestCluster(Function<String[], TestRedis> start) {
    for (var i = 0; i < MASTERS; i++) {
      nodes.add(start.apply(new String[] {"--cluster-enabled", "yes"}));
    }
    for (var i = 0; i < MASTERS; i++) {
      var slots = new int[SlotHash.SLOT_COUNT / MASTERS + 1];
      var count = 0;
      for (var slot = 0; slot < SlotHash.SLOT_COUNT; slot++) {
        if (ownerOf(slot) == i) {
          slots[count++] = slot;
        }
      }
      nodes.get(i).admin().clusterAddSlots(java.util.Arrays.copyOf(slots, count));
      nodes.get(i).admin().clusterMeet("127.0.0.1", nodes.getFirst().port());
    }
    for (var node : nodes) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                var info = node.admin().clusterInfo();
                return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:" + MASTERS);
              });
    }
  }

  private static int ownerOf(int slot) {
    return slot * MASTERS / SlotHash.SLOT_COUNT;
  }

  List<TestRedis> nodes() {
    return nodes;
  }

  /** The server that has the key. */
  TestRedis of(byte[] key) {
    return nodes.get(ownerOf(SlotHash.getSlot(key)));
  }

  /** Every key with its type, value and absolute expiry. */
  Map<String, String> snapshot() {
    var all = new TreeMap<String, String>();
    nodes.forEach(node -> all.putAll(node.snapshot()));
    return all;
  }

  @Override
  public void close() {
    nodes.forEach(TestRedis::close);
  }
}
