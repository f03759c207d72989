package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Target;
import dev.rollback.shape.Doc;
import java.util.Optional;

/** {@code redis.delete-keys}: deletes the keys that match a pattern, and brings them back. */
@Doc(
    "Deletes the keys that match a pattern. Undo brings back those that are not there, with value"
        + " and absolute expiry. Keys under rollback:lease: are left alone, whatever the pattern:"
        + " there it stands who moves a target.")
public record DeleteKeys(
    @Doc(
            "Which keys: a Redis glob (* ? [ab], \\ before a character that stands for itself) with"
                + " at least one character that is no wildcard.")
        String pattern,
    @Doc(
            "How many keys are deleted, or restored by an undo, in a second at most; without it as"
                + " many as the server takes.")
        Optional<Integer> perSecond)
    implements KeyRemoval {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the pattern matches whatever there is, or leases alone,
   *     or the rate is none
   */
  public DeleteKeys {
    KeyPattern.selective(pattern);
    KeyRemoval.check(perSecond);
  }

  /** As fast as the server takes it. */
  public DeleteKeys(String pattern) {
    this(pattern, Optional.empty());
  }

  @Override
  public Target target() {
    // One object for all patterns: patterns may overlap, and two such steps never run at once.
    return Target.of("keys", pattern);
  }

  @Override
  public KeyPattern selection() {
    return new KeyPattern(pattern);
  }
}
