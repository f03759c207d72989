/** Commits taken back on a branch, and brought back. */
@NullMarked
package dev.rollback.adapter.git.revert;

import org.jspecify.annotations.NullMarked;
