package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.Release;
import dev.rollback.sandbox.site.Site;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** KEYS goes through all keys there are, and nobody else is served meanwhile. */
public record BlockingKeys() implements Fault {
  private static final int KEYS = 50_000;
  private static final int BATCH = 5_000;
  private static final Duration WANTED = Duration.ofSeconds(3);
  private static final int MEASURED = 40;

  /** Long names, as tiles of a map have them: each is compared from end to end. */
  private static final String FILL =
      """
      for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
        local name = 'cache:tile:' .. redis.sha1hex(i) .. ':' .. redis.sha1hex(-i) .. ':' .. i
        redis.call('SET', name, 'tile ' .. i)
      end
      return redis.call('DBSIZE')
      """;

  @Override
  public String id() {
    return "blocking-keys";
  }

  @Override
  public String title() {
    return "A release looks for cache entries by KEYS, many times in each request";
  }

  @Override
  public String breaks() {
    return "Redis is busy with KEYS, and the grid takes longer than customers wait, until the"
        + " release is taken back.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("cache-failure");
  }

  @Override
  public void inject(Site site) {
    var lookups = new int[1];
    Redis.at(
        site,
        redis -> {
          fill(redis, 0);
          lookups[0] = lookups(redis);
          for (int from = BATCH; from < KEYS; from += BATCH) {
            fill(redis, from);
          }
        });
    site.deploy(new Release("1.9.0", Map.of("GRID_PAGE_LOOKUPS", Integer.toString(lookups[0]))));
    Customers.requireTooLate(site);
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("settled", "PT2S", "sample", "PT1S", "reads", "5");
  }

  private static void fill(RedisCommands<String, String> redis, int from) {
    redis.eval(
        FILL,
        ScriptOutputType.INTEGER,
        new String[0],
        Integer.toString(from),
        Integer.toString(from + BATCH - 1));
  }

  /**
   * So many of them take longer than customers wait, on a machine of any speed. Measured on the
   * first batch, in less than a turn of the processor: some of many are not disturbed.
   */
  private static int lookups(RedisCommands<String, String> redis) {
    long nanos =
        IntStream.range(0, MEASURED)
            .mapToLong(
                _ -> {
                  long start = System.nanoTime();
                  redis.keys("cache:*:nobody:0");
                  return System.nanoTime() - start;
                })
            .min()
            .orElseThrow();
    return (int) (WANTED.toNanos() / (nanos * (KEYS / BATCH))) + 1;
  }
}
