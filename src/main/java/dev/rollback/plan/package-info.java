/**
 * What a run would do, observed from the live systems by readers alone: the plan, its diffs, its
 * digest, and preflight.
 */
@NullMarked
package dev.rollback.plan;

import org.jspecify.annotations.NullMarked;
