package dev.rollback.adapter.http;

import dev.rollback.shape.Doc;

/** An HTTP service as {@code rollback.yaml} describes it. */
@Doc("A service that speaks HTTP.")
public record HttpSettings(
    @Doc("The URL that paths are appended to: http:// or https:// and a host, without a password.")
        String base) {}
