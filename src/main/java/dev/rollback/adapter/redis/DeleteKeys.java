package dev.rollback.adapter.redis;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Target;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Map;

/**
 * {@code redis.delete-keys}: deletes the keys that match a pattern, and brings them back.
 *
 * <p>What is deleted is what was counted, approved and saved, key by key, and only where value and
 * expiry are still what was saved. A key that appears meanwhile is neither deleted nor in the way
 * of an undo. Leases are not among the keys, whatever the pattern: it would be the run's own.
 */
@Doc(
    "Deletes the keys that match a pattern. Undo brings back those that are not there, with value"
        + " and absolute expiry. Keys under rollback:lease: are left alone, whatever the pattern:"
        + " there it stands who moves a target.")
public record DeleteKeys(
    @Doc(
            "Which keys: a Redis glob (* ? [ab], \\ before a character that stands for itself) with"
                + " at least one character that is no wildcard.")
        String pattern)
    implements BulkAction<KeySet, RedisReader, RedisWriter> {

  /**
   * Takes the inputs.
   *
   * @throws IllegalArgumentException when the pattern matches whatever there is, or leases alone
   */
  public DeleteKeys {
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
    var census = system.census(keys());
    var names = census.sample().value();
    return new Observed<>(
        census, "", names.isEmpty() ? List.of() : List.of("such as " + String.join(", ", names)));
  }

  @Override
  public KeySet desired(KeySet before) {
    return KeySet.NONE;
  }

  @Override
  public void save(Observed<KeySet> from, RedisReader system, Content.Sink sink) {
    system.save(keys(), from.state(), key -> sink.put(key.encode()));
  }

  @Override
  public void write(
      Observed<KeySet> from, KeySet to, RedisWriter system, Content content, Progress progress) {
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
    return "%,d keys deleted".formatted(r.removed())
        + more(r.changed(), "changed since they were saved, and left")
        + more(r.gone(), "gone already");
  }

  private static String told(RedisWriter.Restoration r) {
    return "%,d keys restored".formatted(r.restored())
        + more(r.present(), "there already, and left")
        + more(r.expired(), "would have expired by now");
  }

  /** What did not happen is not worth a word. */
  private static String more(long count, String what) {
    return count == 0 ? "" : "; %,d %s".formatted(count, what);
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

  /** What was approved is to delete what matches, up to the step's limit, which is asked anew. */
  @Override
  public boolean covers(KeySet approved, KeySet now) {
    return true;
  }

  @Override
  public Map<String, Long> magnitude(KeySet before, KeySet after) {
    return Map.of("keys", Math.abs(before.keys() - after.keys()));
  }

  @Override
  public Map<String, Long> limit() {
    return Map.of("keys", 100_000L);
  }

  private KeyPattern keys() {
    return new KeyPattern(pattern);
  }
}
