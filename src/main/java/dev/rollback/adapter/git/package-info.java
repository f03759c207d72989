/** Git: its steps, what they read and write through one connection, and leases on the remote. */
@NullMarked
package dev.rollback.adapter.git;

import org.jspecify.annotations.NullMarked;
