/** Kubernetes: its steps, and the objects of a cluster as they are read, written and imagined. */
@NullMarked
package dev.rollback.adapter.kubernetes;

import org.jspecify.annotations.NullMarked;
