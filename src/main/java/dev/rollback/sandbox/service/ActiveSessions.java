package dev.rollback.sandbox.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that this process has seen in use of late. Redis is not asked: a count of its keys
 * would burden it with each scrape, and would be missing just when Redis is in trouble.
 */
final class ActiveSessions {
  private static final Duration RECENT = Duration.ofMinutes(5);
  private static final int MOST = 100_000;

  private final Clock clock;
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  ActiveSessions(Clock clock) {
    this.clock = clock;
  }

  /** It was opened, or a token of it was accepted. */
  void used(String sessionId) {
    if (seen.size() < MOST || seen.containsKey(sessionId)) {
      seen.put(sessionId, clock.instant());
    }
  }

  /** A token of it was refused: it has ended, or somebody has ended it. */
  void ended(String sessionId) {
    seen.remove(sessionId);
  }

  /** How many were used in the last five minutes and have not ended since. */
  long count() {
    Instant oldest = clock.instant().minus(RECENT);
    seen.values().removeIf(at -> at.isBefore(oldest));
    return seen.size();
  }
}
