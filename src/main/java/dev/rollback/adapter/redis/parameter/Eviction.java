package dev.rollback.adapter.redis.parameter;

import dev.rollback.adapter.redis.statistics.Info;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When a server throws away keys by itself, which no undo brings back. */
final class Eviction {
  private static final String LIMIT = "maxmemory";
  private static final String POLICY = "maxmemory-policy";
  private static final String NEVER = "noeviction";

  private Eviction() {}

  /** Whether this parameter has a say in it. */
  static boolean decidedBy(String parameter) {
    return Set.of(LIMIT, POLICY).contains(parameter);
  }

  /** Whether such a change can make a server throw away keys that it would have kept. */
  static boolean possible(String parameter, String before, String after) {
    return switch (parameter) {
      case LIMIT -> !after.equals("0") && (before.equals("0") || number(after) < number(before));
      case POLICY -> !after.equals(NEVER);
      default -> false;
    };
  }

  /** What the plan has to say when the server would begin at once. */
  static Optional<String> warning(Map<String, String> after, Info memory) {
    var limit = number(after.getOrDefault(LIMIT, memory.field("maxmemory").orElse("0")));
    var policy = after.getOrDefault(POLICY, memory.field("maxmemory_policy").orElse(NEVER));
    var used = memory.count("used_memory");
    if (limit == 0 || used <= limit) {
      return Optional.empty();
    }
    var over = "uses %,d bytes of memory, and the limit will be %,d: ".formatted(used, limit);
    return Optional.of(
        over
            + (policy.equals(NEVER)
                ? "it will refuse writes"
                : "it will delete keys at once (" + policy + "), and no undo brings them back"));
  }

  /** The largest there is for what is no number. */
  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
  }
}
