/** The sample service in pods of a real cluster, for tests of whole scenarios. */
@NullMarked
package dev.rollback.lab;

import org.jspecify.annotations.NullMarked;
