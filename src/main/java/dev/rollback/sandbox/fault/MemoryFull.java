package dev.rollback.sandbox.fault;

import dev.rollback.sandbox.site.Fault;
import dev.rollback.sandbox.site.SandboxException;
import dev.rollback.sandbox.site.Site;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Redis does as it was told: it is full, and evicts nothing, so it refuses every write. */
public record MemoryFull() implements Fault {
  private static final String PREFIX = "batch:report:";
  private static final int MOST = 64;

  /** Half a value more than fits: what comes and goes beside it makes no room. */
  private static final double FITTING = 9.5;

  /** A report of some megabytes, made where it is kept: a script's own size needs no memory. */
  private static final String WRITE =
      """
      local line = string.format('report %s;grid;north;node-01;12.5;ok;2026-02-13;', ARGV[1])
      redis.call('SET', KEYS[1], string.rep(line, 80000))
      return 1
      """;

  @Override
  public String id() {
    return "memory-full";
  }

  @Override
  public String title() {
    return "A batch has filled Redis with reports of some megabytes each, up to maxmemory";
  }

  @Override
  public String breaks() {
    return "Redis refuses every write, so that logins fail with 500, until "
        + PREFIX
        + "* is deleted.";
  }

  @Override
  public Set<String> scenarios() {
    return Set.of("memory-pressure");
  }

  @Override
  public void inject(Site site) {
    Customers.useApiKeys(site);
    Redis.at(
        site,
        redis -> {
          redis.configSet("maxmemory-policy", "noeviction");
          write(redis, 0);
          long value = redis.memoryUsage(PREFIX + 0);
          redis.configSet("maxmemory", Long.toString(used(redis) + (long) (FITTING * value)));
          fill(redis);
        });
    Customers.awaitLogin(site, 500);
  }

  private static void write(RedisCommands<String, String> redis, int number) {
    redis.eval(
        WRITE, ScriptOutputType.INTEGER, new String[] {PREFIX + number}, Integer.toString(number));
  }

  private void fill(RedisCommands<String, String> redis) {
    for (int number = 1; number < MOST; number++) {
      try {
        write(redis, number);
      } catch (RedisCommandExecutionException e) {
        if (String.valueOf(e.getMessage()).contains("OOM")) {
          return; // which is what was wanted
        }
        throw e;
      }
    }
    throw new SandboxException(id() + ": Redis still takes reports");
  }

  private static long used(RedisCommands<String, String> redis) {
    return redis
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Map<String, String> parameters(Site site) {
    return Map.of("prefix", PREFIX, "settled", "PT2S");
  }

  @Override
  public Optional<String> remains(Site site) {
    var left = new int[1];
    Redis.at(site, redis -> left[0] = redis.keys(PREFIX + "*").size());
    return left[0] == 0
        ? Optional.empty()
        : Optional.of(left[0] + " reports of the batch are still in Redis");
  }
}
