/**
 * A branch on a git remote, reached by the user's own git program; and a place for leases there.
 */
@NullMarked
package dev.rollback.adapter.git;

import org.jspecify.annotations.NullMarked;
