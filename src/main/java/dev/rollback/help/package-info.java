/**
 * What the program says of itself outside of a run: topics of the documentation, man pages, and
 * completion for shells.
 */
@NullMarked
package dev.rollback.help;

import org.jspecify.annotations.NullMarked;
