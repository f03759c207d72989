/** Workloads cut off from the network, by policies. */
@NullMarked
package dev.rollback.adapter.kubernetes.isolation;

import org.jspecify.annotations.NullMarked;
