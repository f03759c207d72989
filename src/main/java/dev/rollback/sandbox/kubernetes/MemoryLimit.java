package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How much memory a pod's container may use. */
final class MemoryLimit {
  private static final Map<String, Long> UNITS =
      Map.of("Ki", 1L << 10, "Mi", 1L << 20, "Gi", 1L << 30);

  private MemoryLimit() {}

  /**
   * Of a pod, in bytes; without a limit the most that there is.
   *
   * @throws IllegalArgumentException when it is written in a way that is not known here
   */
  static long of(JsonNode pod) {
    String text = pod.at("/spec/containers/0/resources/limits/memory").asText();
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    String number = text.replaceFirst("[KMG]i$", "");
    return Long.parseLong(number) * UNITS.getOrDefault(text.substring(number.length()), 1L);
  }
}
