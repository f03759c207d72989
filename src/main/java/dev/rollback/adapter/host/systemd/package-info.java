/** {@code systemd.*}: units of a machine's service manager. */
@NullMarked
package dev.rollback.adapter.host.systemd;

import org.jspecify.annotations.NullMarked;
