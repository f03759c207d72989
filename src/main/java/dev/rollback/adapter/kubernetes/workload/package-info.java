/**
 * Workloads as states: scaled, restarted, with another image or environment; their rollouts
 * followed.
 */
@NullMarked
package dev.rollback.adapter.kubernetes.workload;

import org.jspecify.annotations.NullMarked;
