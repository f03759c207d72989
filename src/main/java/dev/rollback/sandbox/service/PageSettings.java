package dev.rollback.sandbox.service;

import java.time.Duration;
import java.util.Map;

/**
 * How the page with the grid's nodes is made.
 *
 * @param ttl how long a page is kept in Redis
 * @param lookups how many parts of it are looked for by KEYS first; none in a good release
 * @param byActivity whether the busiest node comes first, for which the log of events is read
 * @param patience how long a query may take
 * @param historyBytes how much memory is kept of each page that was made; none in a good release
 */
record PageSettings(
    Duration ttl, int lookups, boolean byActivity, Duration patience, int historyBytes) {
  /**
   * Reads it from the environment.
   *
   * @throws NumberFormatException when a number is none
   */
  static PageSettings of(Map<String, String> environment) {
    return new PageSettings(
        Duration.ofSeconds(Long.parseLong(environment.getOrDefault("GRID_PAGE_TTL_SECONDS", "1"))),
        Integer.parseInt(environment.getOrDefault("GRID_PAGE_LOOKUPS", "0")),
        environment.getOrDefault("GRID_PAGE_ORDER", "name").equals("activity"),
        Duration.ofSeconds(
            Long.parseLong(environment.getOrDefault("GRID_QUERY_TIMEOUT_SECONDS", "2"))),
        Integer.parseInt(environment.getOrDefault("GRID_PAGE_HISTORY_BYTES", "0")));
  }
}
