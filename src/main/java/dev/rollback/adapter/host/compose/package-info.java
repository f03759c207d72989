/** {@code compose.*}: services of a compose project on a machine. */
@NullMarked
package dev.rollback.adapter.host.compose;

import org.jspecify.annotations.NullMarked;
