/** The sandbox's Alertmanager: silences and alerts, by as much of its HTTP API as runbooks need. */
@NullMarked
package dev.rollback.sandbox.alertmanager;

import org.jspecify.annotations.NullMarked;
