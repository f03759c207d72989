package dev.rollback.adapter.redis;

import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Goes through the keys of one database: counts them, or reads what they hold. */
record KeyScan(RedisLink link, CensusMemory memory) {
  /** About how many keys of the database one request looks at. */
  static final int PAGE = 5000;

  private static final int BATCH = 500;

  CountedKeys census(KeyPattern pattern) {
    var census = new KeyCensus(pattern.depth());
    all(pattern, page -> page.forEach(census::add));
    memory.remember(pattern, census);
    return new CountedKeys(census.result(), census.prefixes());
  }

  void save(KeyPattern pattern, KeySet counted, Consumer<SavedKey> to) {
    var wanted = known(pattern, counted).names().once();
    var hash = new NameHash();
    var saving = new Saving(to);
    all(
        pattern,
        page -> {
          var batch = page.stream().filter(k -> wanted.take(hash.of(k).getLong(0))).toList();
          for (var from = 0; from < batch.size(); from += BATCH) {
            saving.add(batch.subList(from, Math.min(batch.size(), from + BATCH)));
          }
        });
    saving.pipeline.finish();
  }

  /** The census that {@code counted} is the result of; taken again after a restart. */
  private KeyCensus known(KeyPattern pattern, KeySet counted) {
    var remembered = memory.of(pattern).filter(c -> c.result().equals(counted));
    if (remembered.isPresent()) {
      return remembered.get();
    }
    census(pattern);
    return memory
        .of(pattern)
        .filter(c -> c.result().equals(counted))
        .orElseThrow(
            () ->
                SystemException.refused(
                    "The keys that match '"
                        + pattern.glob()
                        + "' have changed since they were"
                        + " counted.",
                    "Look at them again and go on from what is there now."));
  }

  private void all(KeyPattern pattern, Consumer<List<byte[]>> page) {
    pages(
        pattern,
        keys -> {
          page.accept(keys);
          return true;
        });
  }

  /**
   * Gives the keys that match, page by page, some of them several times, and never a lease.
   *
   * @param page says whether to go on
   * @return whether all were given
   */
  boolean pages(KeyPattern pattern, Predicate<List<byte[]>> page) {
    return pattern.mayMatchUnder(RedisLeases.PREFIX)
        ? raw(pattern, keys -> page.test(keys.stream().filter(k -> !RedisLeases.holds(k)).toList()))
        : raw(pattern, page);
  }

  private boolean raw(KeyPattern pattern, Predicate<List<byte[]>> page) {
    var commands = link.connection().async();
    var arguments = ScanArgs.Builder.limit(PAGE).match(pattern.bytes());
    RedisFuture<KeyScanCursor<byte[]>> next = commands.scan(ScanCursor.INITIAL, arguments);
    while (true) {
      var current = link.await(next, "looking for keys", false);
      var last = current.isFinished();
      if (!last) {
        // The server looks for the next page while this one is worked on.
        next = commands.scan(current, arguments);
      }
      if (!page.test(current.getKeys()) || last) {
        return last;
      }
    }
  }

  /** One pass over values: batches of keys go out, saved keys come back. */
  private final class Saving {
    private final Pipeline pipeline = new Pipeline(link, "saving keys", false);
    private final RedisAsyncCommands<byte[], byte[]> commands = link.connection().async();
    private final String script = RedisScripts.of(link.server()).save();
    private final byte[] budget =
        Integer.toString(RedisScripts.BATCH_BYTES).getBytes(StandardCharsets.US_ASCII);
    private final Consumer<SavedKey> to;

    Saving(Consumer<SavedKey> to) {
      this.to = to;
    }

    void add(List<byte[]> keys) {
      pipeline.add(ask(keys), answer -> take(keys, answer));
    }

    private RedisFuture<List<Object>> ask(List<byte[]> keys) {
      return commands.eval(script, ScriptOutputType.MULTI, keys.toArray(byte[][]::new), budget);
    }

    private void take(List<byte[]> keys, List<Object> answer) {
      var answered = answer.size() / 3;
      for (var i = 0; i < answered; i++) {
        var payload = (byte[]) answer.get(3 * i);
        if (payload.length > 0) {
          to.accept(
              new SavedKey(
                  keys.get(i),
                  (Long) answer.get(3 * i + 1),
                  payload,
                  Optional.of((byte[]) answer.get(3 * i + 2)).filter(print -> print.length > 0)));
        }
      }
      if (answered < keys.size()) {
        var rest = keys.subList(answered, keys.size());
        pipeline.again(ask(rest), more -> take(rest, more));
      }
    }
  }
}
