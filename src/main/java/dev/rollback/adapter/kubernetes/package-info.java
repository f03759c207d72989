/** Kubernetes workloads as states: replicas, environment, restarts, readiness. */
@NullMarked
package dev.rollback.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
