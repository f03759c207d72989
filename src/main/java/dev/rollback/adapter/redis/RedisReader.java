package dev.rollback.adapter.redis;

import dev.rollback.adapter.redis.keys.CountedKeys;
import dev.rollback.adapter.redis.keys.KeyPattern;
import dev.rollback.adapter.redis.keys.KeySet;
import dev.rollback.adapter.redis.keys.PrefixCensus;
import dev.rollback.adapter.redis.keys.SavedKey;
import dev.rollback.adapter.redis.statistics.Histogram;
import dev.rollback.adapter.redis.statistics.Info;
import dev.rollback.adapter.redis.statistics.SlowEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What actions and checks read from a Redis server. Every method throws {@link
 * dev.rollback.diagnostic.SystemException}, with no effect, when it cannot be answered.
 */
public interface RedisReader {

  /** How long the server takes to answer PING. */
  Duration ping();

  /** {@code master} or {@code replica}. */
  String role();

  /** The server's version. */
  String version();

  /** {@code standalone}, {@code sentinel} or {@code cluster}. */
  String mode();

  /** The user this connection acts as. */
  String user();

  /** Counts the keys that match, each once. */
  CountedKeys census(KeyPattern pattern);

  /**
   * Streams value and expiry of the keys that {@code counted} consists of and that are still there.
   * Keys that have appeared since are passed over; the memory it needs is eight to sixteen bytes a
   * key, and a few megabytes for the values on their way.
   *
   * @throws dev.rollback.diagnostic.SystemException also when the keys are no longer known that
   *     were counted, and others match by now
   */
  void save(KeyPattern pattern, KeySet counted, Consumer<SavedKey> to);

  /**
   * The value of a key that holds a text; empty where there is no such key. A replica or a part of
   * a cluster is not asked: what stands there need not be what stands.
   */
  Optional<byte[]> value(byte[] key);

  /**
   * Whether the server would take this command from this user now, without executing it.
   *
   * @return empty when it would, else why not, in the server's words
   */
  Optional<String> refusal(String command, byte[]... arguments);

  /**
   * Whether every server that may have such keys would take this command from this user now,
   * without executing it. Of a cluster each master is asked, for keys of its own.
   *
   * @param arguments where one of them is {@link KeyPattern#specimen()}, it stands for a key
   * @return empty when all would, else why one would not, in its words
   */
  Optional<String> refusal(KeyPattern keys, String command, byte[]... arguments);

  /**
   * What INFO says.
   *
   * @param section one section, or {@code everything}
   */
  Info info(String section);

  /**
   * How long the calls of commands took, by the names of the commands, since the server was started
   * or its statistics were reset. Empty before Redis 7, which does not measure it.
   *
   * @param commands which; none means all that were called
   */
  Map<String, Histogram> histograms(List<String> commands);

  /** The values of these parameters of the server; one that it does not know is refused. */
  SortedMap<String, String> parameters(Collection<String> names);

  /**
   * Why this parameter cannot be set while the server runs, in the server's words; empty where it
   * can, or where the server does not tell without setting it (before Redis 7).
   */
  Optional<String> fixed(String parameter);

  /**
   * Sends bytes there and back.
   *
   * @return how long it took, and whether the same came back
   */
  Echo echo(byte[] payload);

  /** What came of an {@link #echo}. */
  record Echo(Duration took, boolean intact) {}

  /** The latest entries of the slow log, the newest first; at most so many. */
  List<SlowEntry> slowLog(int most);

  /** What the server's clock shows. */
  Instant time();

  /**
   * Counts keys by prefix and measures some of each.
   *
   * @param depth how many colons a prefix has
   * @param most how many keys of the database are looked at, about
   * @param each how many keys of each prefix are measured
   */
  PrefixCensus prefixes(KeyPattern pattern, int depth, long most, int each);

  /**
   * Lets time pass between two samples.
   *
   * @throws dev.rollback.diagnostic.SystemException when the connection is closed meanwhile
   */
  void pause(Duration time);

  /**
   * Why not all keys can be gone through now: a cluster that is not whole, or whose slots are being
   * moved. Empty where they can, as always with a single server.
   */
  Optional<String> scattered();
}
