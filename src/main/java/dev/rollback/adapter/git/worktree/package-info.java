/** Work trees beside the clone's own, made and removed. */
@NullMarked
package dev.rollback.adapter.git.worktree;

import org.jspecify.annotations.NullMarked;
