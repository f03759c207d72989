package dev.rollback.sandbox.prometheus.promql;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Times as Prometheus writes them: {@code 1h30m}. */
public final class Durations {
  private static final Pattern WHOLE =
      Pattern.compile("(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhdwy])");
  private static final long SECOND = 1000;
  private static final long HOUR = 3600 * SECOND;
  private static final long DAY = 24 * HOUR;
  private static final Map<String, Long> UNITS =
      Map.of(
          "ms",
          1L,
          "s",
          SECOND,
          "m",
          60 * SECOND,
          "h",
          HOUR,
          "d",
          DAY,
          "w",
          7 * DAY,
          "y",
          365 * DAY);

  private Durations() {}

  /** In milliseconds; nothing, when it is none or nothing long. Greater units come first. */
  public static OptionalLong millis(String text) {
    if (text.isEmpty() || !WHOLE.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    var sum = 0L;
    var length = 0;
    var parts = PART.matcher(text);
    while (parts.find()) {
      sum += Long.parseLong(parts.group(1)) * UNITS.getOrDefault(parts.group(2), 0L);
      length += parts.group().length();
    }
    return sum > 0 && length == text.length() ? OptionalLong.of(sum) : OptionalLong.empty();
  }
}
