/** Writes the report of a run as one self-contained page of HTML; it decides nothing. */
@NullMarked
package dev.rollback.report.html;

import org.jspecify.annotations.NullMarked;
