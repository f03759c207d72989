package dev.rollback.network;

import java.util.Locale;

/** How a network can fail a request. */
enum Kind {
  /** It takes a while, and comes in time. */
  SLOW,
  /** It reaches the server after its sender has given up. */
  LATE,
  /** It reaches the server after its sender's process has ended. */
  AFTERWARDS,
  /** It vanishes. */
  LOST,
  /** It vanishes, and so do the replies to those before it. */
  HALF_OPEN,
  /** It is executed, and the reply vanishes. */
  UNANSWERED,
  /** The connection breaks before the server has it. */
  CUT_BEFORE,
  /** It is executed, and the connection breaks before the reply. */
  CUT_AFTER,
  /** It is executed, and the connection breaks in the middle of the reply. */
  CUT_INSIDE,
  /** It is executed, and the reply stops in its middle. */
  STALL_INSIDE;

  /** Whether there is a difference between once and from now on. */
  boolean canLast() {
    return this != LATE && this != AFTERWARDS;
  }

  /** Whether a client that is patient enough notices nothing. */
  boolean harmless() {
    return this == SLOW;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
