/** {@code exec.*}: any program, as its author wrote it. */
@NullMarked
package dev.rollback.adapter.host.exec;

import org.jspecify.annotations.NullMarked;
