/** The embedded servers and the sample service on which a drill runs, and the faults it injects. */
@NullMarked
package dev.rollback.sandbox;

import org.jspecify.annotations.NullMarked;
