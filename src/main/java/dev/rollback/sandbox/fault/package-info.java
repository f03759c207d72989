/** What can be broken in a place where the sample service runs: a class for each fault. */
@NullMarked
package dev.rollback.sandbox.fault;

import org.jspecify.annotations.NullMarked;
