package dev.rollback.drill;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that a Redis holds, read from outside. */
public final class Keyspace implements AutoCloseable {
  /**
   * Of many keys in one script: their values, and when they end; a key's rest of life and the time
   * it is measured from belong together.
   */
  private static final String READ =
      """
      local now = redis.call('TIME')
      local millis = now[1] * 1000 + math.floor(now[2] / 1000)
      local all = {}
      for i, key in ipairs(KEYS) do
        local left = redis.call('PTTL', key)
        all[#all + 1] = redis.call('DUMP', key) or ''
        all[#all + 1] = left < 0 and left or millis + left
      end
      return all
      """;

  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;

  /**
   * A key's value.
   *
   * @param dump as DUMP gives it, in hexadecimal
   * @param expires milliseconds since 1970; negative: never
   */
  public record Value(String dump, long expires) {
    /** Whether the values are the same; the end may be measured a few milliseconds off. */
    public boolean same(Value other) {
      return dump.equals(other.dump) && Math.abs(expires - other.expires) <= 5;
    }
  }

  /** Connects. */
  public Keyspace(URI uri) {
    client = RedisClient.create(uri.toString());
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
  }

  /** Every key with its value. */
  public Map<String, Value> read() {
    var redis = connection.sync();
    var keys = new TreeMap<String, Value>();
    var cursor = ScanCursor.INITIAL;
    do {
      var page = redis.scan(cursor, ScanArgs.Builder.limit(1_000));
      cursor = page;
      var names = page.getKeys().toArray(String[]::new);
      List<Object> values = redis.eval(READ, ScriptOutputType.MULTI, names);
      for (var i = 0; i < names.length; i++) {
        var dump = (byte[]) values.get(2 * i);
        if (dump.length > 0) {
          keys.put(
              names[i], new Value(HexFormat.of().formatHex(dump), (Long) values.get(2 * i + 1)));
        }
      }
    } while (!cursor.isFinished());
    return keys;
  }

  /** Makes it hold these keys and no others. */
  public void replaceBy(Map<String, Value> wanted) {
    var redis = connection.sync();
    redis.flushall();
    wanted.forEach(
        (key, value) ->
            redis.restore(
                key,
                HexFormat.of().parseHex(value.dump()),
                value.expires() < 0
                    ? RestoreArgs.Builder.ttl(0)
                    : RestoreArgs.Builder.ttl(value.expires()).absttl()));
  }

  /** Runs one command, such as {@code SET k v}, as a script does. */
  public void command(List<String> words) {
    var arguments = words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(", "));
    connection.sync().eval("redis.call(" + arguments + ") return 1", ScriptOutputType.INTEGER);
  }

  /** Takes its limit away: it may use as much memory as there is. */
  public void unlimited() {
    connection.sync().configSet("maxmemory", "0");
  }

  /** How often each command was called since the server began. */
  public Map<String, Long> calls() {
    return connection
        .sync()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .collect(
            Collectors.toMap(
                line -> line.substring("cmdstat_".length(), line.indexOf(':')),
                line -> number(line, "calls") - number(line, "failed_calls")));
  }

  /** Servers before 6.2 do not tell which failed. */
  private static long number(String line, String name) {
    var found = Pattern.compile("[:,]" + name + "=(\\d+)").matcher(line);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
