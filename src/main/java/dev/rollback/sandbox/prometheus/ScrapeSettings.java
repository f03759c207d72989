package dev.rollback.sandbox.prometheus;

import java.time.Duration;

/**
 * How targets are scraped.
 *
 * @param interval from the beginning of a scrape to that of the next one
 * @param timeout how long one may take; longer than the interval, so that a pod under load is not
 *     taken for one that is gone
 * @param retention how long samples are kept
 */
public record ScrapeSettings(Duration interval, Duration timeout, Duration retention) {

  /**
   * Takes the settings.
   *
   * @throws IllegalArgumentException when a time is not positive
   */
  public ScrapeSettings {
    if (!interval.isPositive() || !timeout.isPositive() || !retention.isPositive()) {
      throw new IllegalArgumentException("each is a time of more than 0");
    }
  }

  /** Four times a second, so that windows of a few seconds have samples; kept for 15 minutes. */
  public static ScrapeSettings usual() {
    return new ScrapeSettings(
        Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMinutes(15));
  }
}
