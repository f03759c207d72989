/** The service's source in git: a remote repository with its history, and an operator's clone. */
@NullMarked
package dev.rollback.sandbox.git;

import org.jspecify.annotations.NullMarked;
