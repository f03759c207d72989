/** The port to a person: a terminal, nobody, or a script in a test. */
@NullMarked
package dev.rollback.console;

import org.jspecify.annotations.NullMarked;
