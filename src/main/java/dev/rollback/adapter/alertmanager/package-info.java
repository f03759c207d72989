/** Silences of Alertmanager: nobody is called for what a run itself causes. */
@NullMarked
package dev.rollback.adapter.alertmanager;

import org.jspecify.annotations.NullMarked;
