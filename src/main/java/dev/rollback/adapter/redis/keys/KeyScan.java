package dev.rollback.adapter.redis.keys;

import dev.rollback.adapter.redis.RedisLeases;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.link.Server;
import dev.rollback.diagnostic.SystemException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Goes through the keys of one database, except those of leases: counts them, or reads what they
 * hold.
 *
 * @param shards the servers among which the keys are
 * @param memory what was counted last, which {@link #save} goes by
 */
public record KeyScan(Shards shards, CensusMemory memory) {
  /** About how many keys of the database one request looks at. */
  static final int PAGE = 5000;

  private static final int BATCH = 500;

  /**
   * Counts the keys that match, each once, and remembers which.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the server does not answer
   *     or a cluster is not whole
   */
  public CountedKeys census(KeyPattern pattern) {
    var census = new KeyCensus(pattern.depth());
    all(pattern, (_, page) -> page.forEach(census::add));
    memory.remember(pattern, census);
    return new CountedKeys(census.result(), census.prefixes());
  }

  /**
   * Streams value and expiry of the keys that {@code counted} consists of and that are still there.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect; also when the keys are no
   *     longer known that were counted, and others match by now
   */
  public void save(KeyPattern pattern, KeySet counted, Consumer<SavedKey> to) {
    var wanted = known(pattern, counted).names().once();
    var hash = new NameHash();
    var savings = new HashMap<RedisLink, Saving>();
    all(
        pattern,
        (link, page) -> {
          var saving = savings.computeIfAbsent(link, l -> new Saving(l, to));
          var batch = page.stream().filter(k -> wanted.take(hash.of(k).getLong(0))).toList();
          for (var from = 0; from < batch.size(); from += BATCH) {
            saving.add(batch.subList(from, Math.min(batch.size(), from + BATCH)));
          }
        });
    savings.values().forEach(saving -> saving.pipeline.finish());
  }

  /**
   * Counts keys by prefix and measures some of each, in bytes.
   *
   * @param depth how many colons a prefix has
   * @param most how many keys of the database are looked at, about
   * @param each how many keys of each prefix are measured
   * @throws dev.rollback.diagnostic.SystemException with no effect, when the server does not answer
   */
  public PrefixCensus prefixes(KeyPattern pattern, int depth, long most, int each) {
    return new PrefixSampling(this).of(pattern, depth, most, each);
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

  private void all(KeyPattern pattern, BiConsumer<RedisLink, List<byte[]>> page) {
    pages(
        pattern,
        (link, keys) -> {
          page.accept(link, keys);
          return true;
        });
  }

  /**
   * Gives the keys that match, server by server and page by page, some of them several times, and
   * never a lease.
   *
   * @param page says whether to go on
   * @return whether all were given
   */
  boolean pages(KeyPattern pattern, BiPredicate<RedisLink, List<byte[]>> page) {
    Predicate<byte[]> lease =
        pattern.mayMatchUnder(RedisLeases.PREFIX) ? RedisLeases::holds : _ -> false;
    for (var link : shards.map().links()) {
      if (!raw(link, pattern, keys -> page.test(link, without(keys, lease)))) {
        return false;
      }
    }
    return true;
  }

  private static List<byte[]> without(List<byte[]> keys, Predicate<byte[]> lease) {
    return keys.stream().noneMatch(lease) ? keys : keys.stream().filter(lease.negate()).toList();
  }

  private static boolean raw(RedisLink link, KeyPattern pattern, Predicate<List<byte[]>> page) {
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
  private static final class Saving {
    private final Server server;
    private final RedisAsyncCommands<byte[], byte[]> line;
    private final Pipeline pipeline;
    private final String script;
    private final byte[] budget =
        Integer.toString(RedisScripts.BATCH_BYTES).getBytes(StandardCharsets.US_ASCII);
    private final Consumer<SavedKey> to;

    Saving(RedisLink link, Consumer<SavedKey> to) {
      this.server = link.server();
      this.line = link.connection().async();
      this.pipeline = new Pipeline(link, "saving keys", false);
      this.script = RedisScripts.of(server).save();
      this.to = to;
    }

    void add(List<byte[]> keys) {
      pipeline.add(ask(keys), answer -> take(keys, answer));
    }

    private RedisFuture<List<Object>> ask(List<byte[]> keys) {
      return RedisScripts.send(line, server, script, keys, List.of(budget));
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
