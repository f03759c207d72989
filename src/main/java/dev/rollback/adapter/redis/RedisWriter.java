package dev.rollback.adapter.redis;

import dev.rollback.action.Content;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What actions change on a Redis server. A {@link dev.rollback.diagnostic.SystemException} says
 * whether anything may have been changed by then.
 */
public interface RedisWriter extends RedisReader {

  /**
   * Deletes each saved key whose value and expiry are still what was saved: the server compares and
   * deletes in one step. Doing it again deletes what is left.
   *
   * @param content saved keys
   * @param perSecond how many keys at most in a second; empty for as many as the server takes
   * @param done is told how many keys are dealt with
   */
  Removal unlinkUnchanged(Content content, Optional<Integer> perSecond, LongConsumer done);

  /**
   * Brings back each saved key that is not there, with its value and its absolute expiry. Never
   * overwrites. Doing it again brings back what is missing.
   *
   * @param content saved keys
   * @param perSecond how many keys at most in a second; empty for as many as the server takes
   * @param done is told how many keys are dealt with
   */
  Restoration restoreMissing(Content content, Optional<Integer> perSecond, LongConsumer done);

  /**
   * Sets a key if its value is still one that is expected: no other command comes between.
   *
   * @param expected judges what stands there, which is empty where there is no such key
   * @param expiresAfter when the server forgets it; empty for never
   * @return false when something else stands there; then nothing was changed
   */
  boolean replaceValue(
      byte[] key,
      Predicate<Optional<byte[]>> expected,
      byte[] next,
      Optional<Duration> expiresAfter);

  /**
   * Sets parameters of the server: all or none, and only if the server then shows these very
   * values.
   *
   * @param from what they are, to put back where one is refused
   * @param to what shall be set
   */
  void setParameters(Map<String, String> from, Map<String, String> to);

  /** Sets all statistics to zero. */
  void resetStatistics();

  /**
   * What became of saved keys.
   *
   * @param removed deleted now
   * @param changed another value or expiry than was saved: left alone
   * @param gone were not there any more
   */
  record Removal(long removed, long changed, long gone) {
    /** Both together. */
    public Removal plus(Removal other) {
      return new Removal(removed + other.removed, changed + other.changed, gone + other.gone);
    }
  }

  /**
   * What became of saved keys.
   *
   * @param restored brought back now
   * @param present were there already: left alone
   * @param expired would have expired by now: not brought back
   */
  record Restoration(long restored, long present, long expired) {
    /** Both together. */
    public Restoration plus(Restoration other) {
      return new Restoration(
          restored + other.restored, present + other.present, expired + other.expired);
    }
  }
}
