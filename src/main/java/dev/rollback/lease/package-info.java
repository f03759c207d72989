/**
 * One run at a time moves a target, across machines: when a claim may be taken, is renewed, is lost
 * or is taken over. What a system must offer for it is a register with compare-and-swap.
 */
@NullMarked
package dev.rollback.lease;

import org.jspecify.annotations.NullMarked;
