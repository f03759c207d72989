package dev.rollback.adapter.redis.keys;

import dev.rollback.action.Content;
import dev.rollback.adapter.redis.RedisWriter.Removal;
import dev.rollback.adapter.redis.RedisWriter.Restoration;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Goes over saved keys and deletes them or brings them back; each key at the server that has it.
 *
 * @param shards the servers among which the keys are
 * @param pause lets time pass, where the pace is bounded
 */
public record KeyPasses(Shards shards, Consumer<Duration> pause) {

  /**
   * Deletes the keys that are still what was saved.
   *
   * @param perSecond how many keys at most in a second; empty for as many as the server takes
   * @param done is told how many keys are dealt with
   * @throws dev.rollback.diagnostic.SystemException which says whether keys may have been deleted
   */
  public Removal unlink(Content content, Optional<Integer> perSecond, LongConsumer done) {
    var pass = new Unlinking(shards.map(), new Pace(perSecond, pause), done);
    pass.over(content);
    return pass.total();
  }

  /**
   * Brings back the keys that are not there. Never overwrites.
   *
   * @param perSecond how many keys at most in a second; empty for as many as the server takes
   * @param done is told how many keys are dealt with
   * @throws dev.rollback.diagnostic.SystemException which says whether keys may have been restored
   */
  public Restoration restore(Content content, Optional<Integer> perSecond, LongConsumer done) {
    var pass = new Restoring(shards.map(), new Pace(perSecond, pause), done);
    pass.over(content);
    return pass.total();
  }
}
