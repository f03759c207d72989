/** The sample service in pods of a real cluster, and servers in containers, for tests. */
@NullMarked
package dev.rollback.lab;

import org.jspecify.annotations.NullMarked;
