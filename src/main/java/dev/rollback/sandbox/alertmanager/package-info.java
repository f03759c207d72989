/** The sandbox's Alertmanager: as much of version 0.25 as silences and alerts need. */
@NullMarked
package dev.rollback.sandbox.alertmanager;

import org.jspecify.annotations.NullMarked;
