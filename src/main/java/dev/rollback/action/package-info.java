/**
 * The extension point: what an author of an action, a one-way action or a check writes, and what is
 * asked of them.
 */
@NullMarked
package dev.rollback.action;

import org.jspecify.annotations.NullMarked;
