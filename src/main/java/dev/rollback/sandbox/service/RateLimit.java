package dev.rollback.sandbox.service;

import java.time.Duration;
import java.util.Map;

/**
 * How many requests one address may make.
 *
 * @param enabled whether anything is counted at all
 * @param requests how many within a window
 * @param window from the first request that is counted
 * @param forwarded whether an address is the one that the load balancer has seen, else the one that
 *     the connection comes from: that of the load balancer
 */
record RateLimit(boolean enabled, long requests, Duration window, boolean forwarded) {
  /**
   * Reads it from the environment.
   *
   * @throws NumberFormatException when a number is none
   */
  static RateLimit of(Map<String, String> environment) {
    return new RateLimit(
        Boolean.parseBoolean(environment.getOrDefault("RATE_LIMITING_ENABLED", "true")),
        Long.parseLong(environment.getOrDefault("RATE_LIMIT_REQUESTS", "6000")),
        Duration.ofSeconds(Long.parseLong(environment.getOrDefault("RATE_LIMIT_WINDOW", "60"))),
        environment.getOrDefault("RATE_LIMIT_ADDRESS", "forwarded").equals("forwarded"));
  }

  /** What it comes to: 200 in 120 seconds are no more than 100 in 60. */
  double requestsPerSecond() {
    return requests / (double) window.toSeconds();
  }
}
