/** Messages to people and programs, by webhooks: sent at most once, and never taken back. */
@NullMarked
package dev.rollback.adapter.notify;

import org.jspecify.annotations.NullMarked;
