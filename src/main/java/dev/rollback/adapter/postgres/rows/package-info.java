/** Rows of a PostgreSQL table, changed and brought back by their primary key. */
@NullMarked
package dev.rollback.adapter.postgres.rows;

import org.jspecify.annotations.NullMarked;
