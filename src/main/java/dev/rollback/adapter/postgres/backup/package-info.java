/** Backups of a PostgreSQL database into files, and how old they are. */
@NullMarked
package dev.rollback.adapter.postgres.backup;

import org.jspecify.annotations.NullMarked;
