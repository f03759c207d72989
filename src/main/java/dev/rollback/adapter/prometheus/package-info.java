/** Checks of metrics: what Prometheus knows, now or over a window, judged by an expectation. */
@NullMarked
package dev.rollback.adapter.prometheus;

import org.jspecify.annotations.NullMarked;
