package dev.rollback.adapter.redis.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * One entry of a slow log.
 *
 * @param at when it began, by the server's clock, to the second
 * @param command its name without arguments: these may be secrets or people's data
 */
public record SlowEntry(Instant at, Duration took, String command) {}
