package dev.rollback.adapter.redis.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers in INFO that only ever rise. */
final class Counters {
  private static final List<String> RISING =
      List.of(
          "total_commands_processed",
          "total_connections_received",
          "total_net_input_bytes",
          "total_net_output_bytes",
          "keyspace_hits",
          "keyspace_misses",
          "expired_keys",
          "evicted_keys",
          "rejected_connections");

  private Counters() {}

  /**
   * Whether the server has begun to count anew between the two: it was restarted, or its statistics
   * were reset, so that a counter is lower than it was.
   */
  static boolean begunAnew(Info earlier, Info later) {
    var now = of(later);
    return !earlier.field("run_id").equals(later.field("run_id"))
        || of(earlier).entrySet().stream()
            .anyMatch(e -> now.getOrDefault(e.getKey(), 0L) < e.getValue());
  }

  private static Map<String, Long> of(Info info) {
    var counters = new HashMap<>(info.calls());
    RISING.forEach(name -> counters.put(name, info.count(name)));
    return counters;
  }
}
