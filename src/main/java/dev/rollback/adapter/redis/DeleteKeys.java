package dev.rollback.adapter.redis;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;
import java.util.List;

/**
 * {@code redis.delete-keys}: deletes the keys that match a pattern, and brings them back.
 *
 * <p>What is deleted is what was counted, approved and saved, key by key, and only where value and
 * expiry are still what was saved. A key that appears meanwhile is neither deleted nor in the way
 * of an undo.
 */
@Doc(
    "Deletes the keys that match a pattern. Undo brings back those that are not there, with value"
        + " and absolute expiry.")
public record DeleteKeys(
    @Doc(
            "Which keys: a Redis glob (* ? [ab], \\\\ before a character that stands for itself) with"
                + " at least one character that is no wildcard.")
        String pattern,
    @Doc("How many keys may be deleted at most; more are refused before the first change.")
        @Default("100000")
        long limit)
    implements BulkAction<KeySet, RedisReader, RedisWriter> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the pattern matches whatever there is, or nothing may be
   *     deleted
   */
  public DeleteKeys {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is the number of keys, at least 1");
    }
    new KeyPattern(pattern);
  }

  @Override
  public Target target() {
    // One object for all patterns: patterns may overlap, and two such steps never run at once.
    return Target.of("keys", pattern);
  }

  @Override
  public List<Requirement<RedisReader>> requirements() {
    return RedisNeeds.forDeleting(keys());
  }

  @Override
  public Risk risk(KeySet before, KeySet after) {
    return before.keys() <= after.keys() ? Risk.REVERSIBLE : Risk.DESTRUCTIVE;
  }

  @Override
  public Trust trust() {
    return Trust.BOUNDED;
  }

  @Override
  public Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  public Observed<KeySet> observe(RedisReader system) {
    return Observed.of(system.census(keys()), "");
  }

  @Override
  public KeySet desired(KeySet before) {
    if (before.keys() > limit) {
      throw SystemException.refused(
          "'%s' matches %,d keys, and the limit of this step is %,d."
              .formatted(pattern, before.keys(), limit),
          "Make the pattern narrower, or raise `limit` if so many are meant.");
    }
    return KeySet.NONE;
  }

  @Override
  public void save(Observed<KeySet> from, RedisReader system, Content.Sink sink) {
    system.save(keys(), from.state(), key -> sink.put(key.encode()));
  }

  @Override
  public void write(
      Observed<KeySet> from,
      KeySet to,
      RedisWriter system,
      Content content,
      Progress progress) {
    var all = content.entries();
    if (to.keys() == 0) {
      var removal = system.unlinkUnchanged(content, done -> progress.report(done, all));
      progress.note(told(removal));
    } else {
      var restoration = system.restoreMissing(content, done -> progress.report(done, all));
      progress.note(told(restoration));
    }
  }

  private static String told(RedisWriter.Removal r) {
    return "%,d keys deleted; %,d changed since they were saved, and left; %,d gone already"
        .formatted(r.removed(), r.changed(), r.gone());
  }

  private static String told(RedisWriter.Restoration r) {
    return "%,d keys restored; %,d there already, and left; %,d would have expired by now"
        .formatted(r.restored(), r.present(), r.expired());
  }

  /**
   * Every set of keys is on the way, in both directions: deleting and restoring go key by key by
   * what was saved, and leave alone whatever else there is. Only a set of the very same names is
   * taken for the end of an undo, and everything that was saved is then there.
   */
  @Override
  public boolean partway(KeySet from, KeySet to, KeySet now) {
    return true;
  }

  /** What was approved is to delete as many as the limit allows, by this pattern. */
  @Override
  public boolean covers(KeySet approved, KeySet now) {
    return now.keys() <= limit;
  }

  private KeyPattern keys() {
    return new KeyPattern(pattern);
  }
}
