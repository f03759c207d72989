/** PostgreSQL: how a database is reached, what checks read there, and who moves a target. */
@NullMarked
package dev.rollback.adapter.postgres;

import org.jspecify.annotations.NullMarked;
