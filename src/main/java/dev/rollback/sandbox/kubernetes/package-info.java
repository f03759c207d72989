/**
 * A Kubernetes API with controllers in this JVM: what {@code kubectl} and the Fabric8 client need.
 */
@NullMarked
package dev.rollback.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
