/** The two playbooks that the runbooks carry, row by row. */
@NullMarked
package dev.rollback.playbook;

import org.jspecify.annotations.NullMarked;
