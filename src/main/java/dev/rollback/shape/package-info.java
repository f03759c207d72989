/**
 * What a record's components say about its form: the one description from which YAML binding, JSON
 * Schema, the journal's codec, the diff and the reference page are derived.
 */
@NullMarked
package dev.rollback.shape;

import org.jspecify.annotations.NullMarked;
