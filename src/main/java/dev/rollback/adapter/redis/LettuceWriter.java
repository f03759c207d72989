package dev.rollback.adapter.redis;

import dev.rollback.action.Content;
import dev.rollback.adapter.redis.keys.CensusMemory;
import dev.rollback.adapter.redis.keys.KeyPasses;
import dev.rollback.adapter.redis.keys.Register;
import dev.rollback.adapter.redis.keys.Shards;
import dev.rollback.adapter.redis.link.RedisLink;
import dev.rollback.adapter.redis.parameter.Parameters;
import dev.rollback.adapter.redis.statistics.Statistics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Writes to one {@link RedisLink}, or to the servers of its cluster. */
final class LettuceWriter extends LettuceReader implements RedisWriter {

  LettuceWriter(RedisLink link, Shards shards, CensusMemory memory, Register register) {
    super(link, shards, memory, register);
  }

  @Override
  public boolean replaceValue(
      byte[] key,
      Predicate<Optional<byte[]>> expected,
      byte[] next,
      Optional<Duration> expiresAfter) {
    return register().replace(key, expected, next, expiresAfter);
  }

  @Override
  public Removal unlinkUnchanged(Content content, Optional<Integer> perSecond, LongConsumer done) {
    return passes().unlink(content, perSecond, done);
  }

  @Override
  public Restoration restoreMissing(
      Content content, Optional<Integer> perSecond, LongConsumer done) {
    return passes().restore(content, perSecond, done);
  }

  @Override
  public void setParameters(Map<String, String> from, Map<String, String> to) {
    new Parameters(link()).set(from, to);
  }

  @Override
  public void resetStatistics() {
    new Statistics(link()).reset();
  }

  private KeyPasses passes() {
    return new KeyPasses(shards(), link()::pause);
  }
}
