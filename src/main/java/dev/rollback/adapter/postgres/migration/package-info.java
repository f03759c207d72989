/** Migrations of a PostgreSQL schema, undone by scripts: those of Flyway and of Alembic. */
@NullMarked
package dev.rollback.adapter.postgres.migration;

import org.jspecify.annotations.NullMarked;
