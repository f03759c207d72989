package dev.rollback.adapter.redis.keys;

import dev.rollback.action.BulkAction;
import dev.rollback.action.Content;
import dev.rollback.action.Observed;
import dev.rollback.action.Requirement;
import dev.rollback.action.Risk;
import dev.rollback.action.Trust;
import dev.rollback.action.Undo;
import dev.rollback.adapter.redis.RedisNeeds;
import dev.rollback.adapter.redis.RedisReader;
import dev.rollback.adapter.redis.RedisWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes keys, and brings them back: what the actions that do so have in common, whatever keys
 * they are about.
 *
 * <p>What is deleted is what was counted, approved and saved, key by key, and only where value and
 * expiry are still what was saved. A key that appears meanwhile is neither deleted nor in the way
 * of an undo. Leases are not among the keys, whatever the pattern: it would be the run's own.
 */
public sealed interface KeyRemoval extends BulkAction<KeySet, RedisReader, RedisWriter>
    permits DeleteKeys, FlushDb {

  /** Which keys. Pure. */
  KeyPattern selection();

  /** How many keys at most are dealt with in a second. Pure. */
  Optional<Integer> perSecond();

  /**
   * Accepts a rate.
   *
   * @throws IllegalArgumentException when it would never come to an end
   */
  static void check(Optional<Integer> perSecond) {
    if (perSecond.filter(most -> most < 1).isPresent()) {
      throw new IllegalArgumentException(
          "`per-second` is " + perSecond.get() + "; it is at least 1");
    }
  }

  @Override
  default List<Requirement<RedisReader>> requirements() {
    return RedisNeeds.forDeleting(selection());
  }

  @Override
  default Risk risk(KeySet before, KeySet after) {
    return before.keys() <= after.keys() ? Risk.REVERSIBLE : Risk.DESTRUCTIVE;
  }

  @Override
  default Trust trust() {
    return Trust.BOUNDED;
  }

  @Override
  default Undo undo() {
    return Undo.RESTORE;
  }

  @Override
  default Observed<KeySet> observe(RedisReader system) {
    var census = system.census(selection());
    var names = census.keys().sample().value();
    var notes = new ArrayList<String>();
    if (census.prefixes().size() > 1) {
      notes.add(census.byPrefix());
    }
    if (!names.isEmpty()) {
      notes.add("such as " + String.join(", ", names));
    }
    return new Observed<>(census.keys(), "", notes);
  }

  @Override
  default KeySet desired(KeySet before) {
    return KeySet.NONE;
  }

  @Override
  default void save(Observed<KeySet> from, RedisReader system, Content.Sink sink) {
    system.save(selection(), from.state(), key -> sink.put(key.encode()));
  }

  @Override
  default void write(
      Observed<KeySet> from, KeySet to, RedisWriter system, Content content, Progress progress) {
    var all = content.entries();
    if (to.keys() == 0) {
      var removal =
          system.unlinkUnchanged(content, perSecond(), done -> progress.report(done, all));
      progress.note(told(removal));
    } else {
      var restoration =
          system.restoreMissing(content, perSecond(), done -> progress.report(done, all));
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
  default boolean partway(KeySet from, KeySet to, KeySet now) {
    return true;
  }

  /** What was approved is to delete what matches, up to the step's limit, which is asked anew. */
  @Override
  default boolean covers(KeySet approved, KeySet now) {
    return true;
  }

  @Override
  default Map<String, Long> magnitude(KeySet before, KeySet after) {
    return Map.of("keys", Math.abs(before.keys() - after.keys()));
  }

  @Override
  default Map<String, Long> limit() {
    return Map.of("keys", 100_000L);
  }
}
