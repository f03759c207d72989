/** What a cluster tells of workloads: events, logs, and both kept with the objects themselves. */
@NullMarked
package dev.rollback.adapter.kubernetes.evidence;

import org.jspecify.annotations.NullMarked;
