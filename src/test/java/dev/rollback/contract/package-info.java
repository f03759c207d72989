/** The contract that every action keeps, run against real servers. */
@NullMarked
package dev.rollback.contract;

import org.jspecify.annotations.NullMarked;
