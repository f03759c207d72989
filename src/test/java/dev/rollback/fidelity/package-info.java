/**
 * Whether what a plan shows is what happens: runbooks on generated start states of real servers,
 * with the writes counted at the servers.
 */
@NullMarked
package dev.rollback.fidelity;

import org.jspecify.annotations.NullMarked;
