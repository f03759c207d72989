/** What is allowed in a runbook and will be regretted in an incident: rules, each with an id. */
@NullMarked
package dev.rollback.lint;

import org.jspecify.annotations.NullMarked;
