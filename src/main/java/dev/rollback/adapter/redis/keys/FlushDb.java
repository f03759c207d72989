package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.Optional;

/**
 * {@code redis.flush-db}: empties the connection's database, and fills it again.
 *
 * <p>Without FLUSHDB: that would also delete the lease by which the run holds its target, and what
 * was written since the content was saved.
 */
@Doc(
    "Deletes all keys of the connection's database, and of no other. Each is saved before. Undo"
        + " brings back those that are not there, with value and absolute expiry. What is written"
        + " after the keys were counted stays, as do the keys under rollback:lease:, where it"
        + " stands who moves a target; that is why the keys are deleted one by one and not by"
        + " FLUSHDB.")
public record FlushDb(
    @Doc(
            "How many keys are deleted, or restored by an undo, in a second at most; without it as"
                + " many as the server takes.")
        Optional<Integer> perSecond)
    implements KeyRemoval {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the rate is none
   */
  public FlushDb {
    KeyRemoval.check(perSecond);
  }

  /** As fast as the server takes it. */
  public FlushDb() {
    this(Optional.empty());
  }

  @Override
  public Target target() {
    return Target.of("keys");
  }

  @Override
  public KeyPattern selection() {
    return KeyPattern.ALL;
  }
}
