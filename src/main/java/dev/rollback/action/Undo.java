package dev.rollback.action;

import dev.rollback.shape.Doc;

/** What can be done about a change afterwards. */
public sealed interface Undo {
  /** The state before is written back. */
  Undo RESTORE = new Restore();

  /** The state before is written back. */
  record Restore() implements Undo {}

  /** The state before cannot be brought back; the plan says so before the gate. */
  record Impossible(@Doc("Why, for the person who approves.") String why) implements Undo {}

  /** It cannot be undone, and why. */
  static Undo impossible(String why) {
    return new Impossible(why);
  }
}
