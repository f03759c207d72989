/** Workloads, Secrets and network policies as states; what a cluster tells of workloads. */
@NullMarked
package dev.rollback.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
