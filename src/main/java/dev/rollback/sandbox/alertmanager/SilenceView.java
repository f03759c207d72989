package dev.rollback.sandbox.alertmanager;

import java.time.Instant;

/**
 * A silence as whoever judges a drill sees it.
 *
 * @param matchers {@code alertname=X, job=~grid-.*}
 * @param active whether it is in force now
 */
public record SilenceView(
    String matchers,
    Instant starts,
    Instant ends,
    String createdBy,
    String comment,
    boolean active) {}
