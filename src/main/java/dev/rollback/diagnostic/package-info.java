/**
 * Problems and where they are: source files, spans, diagnostics, checked values, and the secrets
 * that no message may carry.
 */
@NullMarked
package dev.rollback.diagnostic;

import org.jspecify.annotations.NullMarked;
