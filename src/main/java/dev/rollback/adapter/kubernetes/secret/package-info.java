/** A Secret as a state, and the workloads that read it. */
@NullMarked
package dev.rollback.adapter.kubernetes.secret;

import org.jspecify.annotations.NullMarked;
