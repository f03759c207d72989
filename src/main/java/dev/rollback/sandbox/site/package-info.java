/** A place where the sample service runs, as those see it who deploy to it and who break it. */
@NullMarked
package dev.rollback.sandbox.site;

import org.jspecify.annotations.NullMarked;
