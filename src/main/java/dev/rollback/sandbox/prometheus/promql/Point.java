package dev.rollback.sandbox.prometheus.promql;

/**
 * A value at a time.
 *
 * @param at in milliseconds since 1970
 */
public record Point(long at, double value) {}
