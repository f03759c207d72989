/**
 * A subset of PromQL: what it knows gives what Prometheus 2.42 gives for the same samples, and what
 * it does not know is refused.
 */
@NullMarked
package dev.rollback.sandbox.prometheus.promql;

import org.jspecify.annotations.NullMarked;
