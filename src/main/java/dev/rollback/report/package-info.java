/**
 * Renders plans, events, runs and diagnostics as text, JSON, Markdown and JUnit; decides nothing.
 */
@NullMarked
package dev.rollback.report;

import org.jspecify.annotations.NullMarked;
