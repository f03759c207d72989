package dev.rollback.adapter.redis.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a server, by which a write says until when it may be done. A write that was given up
 * may still be on its way: without such an end it could arrive after the run has looked, decided
 * and undone.
 *
 * @param millis what the server's clock showed when it was asked, since 1970
 * @param nanos what the clock of this process shows not earlier than that
 */
public record ServerTime(long millis, long nanos) {

  /**
   * Asks the server now.
   *
   * @throws dev.rollback.diagnostic.SystemException with no effect, when it does not answer
   */
  public static ServerTime of(RedisLink link) {
    var answer = link.await(link.connection().async().time(), "asking for its time", false);
    var now = System.nanoTime();
    return new ServerTime(number(answer.get(0)) * 1_000 + number(answer.get(1)) / 1_000, now);
  }

  private static long number(byte[] text) {
    return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
  }

  /**
   * Waits until it has passed, or the thread is interrupted.
   *
   * @param time in milliseconds since 1970, by the server's clock
   */
  public void await(long time) {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.max(0, time - in(Duration.ZERO)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever wants to end is not held up
    }
  }

  /**
   * A time by the server's clock that has passed when this much time has passed here: as the answer
   * took its way, the server's clock is ahead of this reckoning and never behind.
   *
   * @return in milliseconds since 1970
   */
  public long in(Duration time) {
    return millis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos) + time.toMillis();
  }
}
