package dev.rollback.run;

import java.time.Duration;
import java.time.Instant;

/** The time between two entries. A clock can be set back; time cannot. */
public final class Elapsed {
  private Elapsed() {}

  /** {@code 0.4 s}, {@code 12 s}, {@code 4 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  public static String text(Duration d) {
    if (d.isNegative()) {
      return "-" + text(d.negated());
    } else if (d.compareTo(Duration.ofSeconds(10)) < 0 && d.toMillisPart() != 0) {
      var tenths = (d.toMillis() + 50) / 100;
      return tenths / 10 + "." + tenths % 10 + " s";
    } else if (d.toDays() > 0) {
      return two(d.toDays(), "d", d.toHoursPart(), "h");
    } else if (d.toHours() > 0) {
      return two(d.toHours(), "h", d.toMinutesPart(), "min");
    } else if (d.toMinutes() > 0) {
      return two(d.toMinutes(), "min", d.toSecondsPart(), "s");
    }
    return d.toSeconds() + " s";
  }

  private static String two(long big, String bigUnit, int small, String smallUnit) {
    return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** From one to the other; zero where the clock was set back further than it has run since. */
  public static Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }
}
