/** One search for secrets, over every adapter and all that a run leaves behind. */
@NullMarked
package dev.rollback.secrets;

import org.jspecify.annotations.NullMarked;
