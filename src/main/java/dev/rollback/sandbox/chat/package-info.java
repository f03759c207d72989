/** The sandbox's chat: takes what runbooks tell people, and keeps it. */
@NullMarked
package dev.rollback.sandbox.chat;

import org.jspecify.annotations.NullMarked;
