/**
 * The configuration, rollback.yaml: named targets, their connections, and references to secrets.
 */
@NullMarked
package dev.rollback.target;

import org.jspecify.annotations.NullMarked;
