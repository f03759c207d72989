/** PostgreSQL: what a query reads, and the advisory lock of who moves a target. */
@NullMarked
package dev.rollback.adapter.postgres;

import org.jspecify.annotations.NullMarked;
