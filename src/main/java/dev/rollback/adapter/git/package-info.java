/**
 * A branch on a git remote and a clone of it, by the user's own git program: commits taken back,
 * work trees beside the clone's own; and a place for leases on the remote.
 */
@NullMarked
package dev.rollback.adapter.git;

import org.jspecify.annotations.NullMarked;
