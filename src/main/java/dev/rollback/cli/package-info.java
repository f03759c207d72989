/** The command line: the composition root, one file per command, and the exit codes. */
@NullMarked
package dev.rollback.cli;

import org.jspecify.annotations.NullMarked;
