/** Programs on one machine: this one, one that ssh leads to, or one in a container. */
@NullMarked
package dev.rollback.adapter.host.machine;

import org.jspecify.annotations.NullMarked;
