/**
 * Text to a tree with positions, and from the tree to records, with every problem of a file named
 * at once.
 */
@NullMarked
package dev.rollback.yaml;

import org.jspecify.annotations.NullMarked;
