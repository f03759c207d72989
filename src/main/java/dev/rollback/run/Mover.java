package dev.rollback.run;

import dev.rollback.action.Action;
import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Move;
import dev.rollback.action.Observed;
import dev.rollback.action.StateAction;

/**
 * The one rule by which every target is moved: forwards, backwards, again, and after a crash.
 *
 * @param <S> the state
 */
public final class Mover<S extends Record, R, W extends R> {
  private final StateAction<S, R, W> action;
  private final BulkAction.Progress progress;
  private final Runnable permitted;

  /**
   * Moves what this action moves.
   *
   * @param progress is told about long writes
   * @param permitted is asked before each write; it throws when there must be none
   */
  public Mover(StateAction<S, R, W> action, BulkAction.Progress progress, Runnable permitted) {
    this.action = action;
    this.progress = progress;
    this.permitted = permitted;
  }

  /**
   * Moves from one state to another: apply is {@code move(before, after)}, undo is {@code
   * move(after, before)}. Anything but these two states, or one on the way between them, is
   * somebody else's change, and is left alone.
   *
   * @param content what was saved before the first write, for a bulk action
   */
  public Move<S> move(S from, S to, W system, Content content) {
    var now = action.observe(system);
    if (now.state().equals(to)) {
      return new Move.Already<>();
    }
    if (!now.state().equals(from) && !action.partway(from, to, now.state())) {
      return new Move.Drifted<>(now.state());
    }
    write(now, to, system, content);
    return new Move.Written<>();
  }

  /** Writes from a state that was observed just now; the system refuses if it has moved on. */
  public void write(Observed<S> now, S to, W system, Content content) {
    permitted.run();
    switch (action) {
      case Action<S, R, W> single -> single.write(now, to, system);
      case BulkAction<S, R, W> bulk -> bulk.write(now, to, system, content, progress);
    }
  }
}
