/** Every scenario in a network that fails at every request; judged at the systems. */
@NullMarked
package dev.rollback.network;

import org.jspecify.annotations.NullMarked;
