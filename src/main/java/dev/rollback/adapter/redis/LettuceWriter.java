package dev.rollback.adapter.redis;

import dev.rollback.action.Content;
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
    var pass = new Unlinking(shards().map(), pace(perSecond), done);
    pass.over(content);
    return pass.total();
  }

  @Override
  public Restoration restoreMissing(
      Content content, Optional<Integer> perSecond, LongConsumer done) {
    var pass = new Restoring(shards().map(), pace(perSecond), done);
    pass.over(content);
    return pass.total();
  }

  @Override
  public void setParameters(Map<String, String> from, Map<String, String> to) {
    new Parameters(link()).set(from, to);
  }

  @Override
  public void resetStatistics() {
    new Statistics(link()).reset();
  }

  private Pace pace(Optional<Integer> perSecond) {
    return new Pace(perSecond, link()::pause);
  }
}
