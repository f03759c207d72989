/** Roles of a PostgreSQL server: who may connect, and with which password. */
@NullMarked
package dev.rollback.adapter.postgres.roles;

import org.jspecify.annotations.NullMarked;
