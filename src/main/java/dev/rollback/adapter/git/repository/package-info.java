/** The user's clone, its remote, and repositories of our own, all by the user's own git program. */
@NullMarked
package dev.rollback.adapter.git.repository;

import org.jspecify.annotations.NullMarked;
