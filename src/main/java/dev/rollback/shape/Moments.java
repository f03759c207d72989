package dev.rollback.shape;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Points in time as {@link Instant#toString} writes them, read ten times as fast as it reads. */
public final class Moments {
  private static final int SECONDS_END = "2026-01-15T03:00:00".length();
  private static final int NANO_DIGITS = 9;

  private Moments() {}

  /**
   * The point in time that a text tells; any text that {@link Instant#parse} takes.
   *
   * @throws java.time.format.DateTimeParseException if it is none
   */
  public static Instant parse(String text) {
    return usual(text) ? read(text) : Instant.parse(text);
  }

  /** Whether it has four digits for the year, no more than nine for the second, and ends with Z. */
  private static boolean usual(String text) {
    var last = text.length() - 1;
    if (last < SECONDS_END || last > SECONDS_END + 1 + NANO_DIGITS || text.charAt(last) != 'Z') {
      return false;
    }
    for (var i = 0; i < last; i++) {
      var c = text.charAt(i);
      var right =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T';
            case 13, 16 -> c == ':';
            case 19 -> c == '.' && last > SECONDS_END + 1;
            default -> c >= '0' && c <= '9';
          };
      if (!right) {
        return false;
      }
    }
    return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
  }

  private static Instant read(String text) {
    try {
      var day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      var second = (number(text, 11, 13) * 60 + number(text, 14, 16)) * 60 + number(text, 17, 19);
      return Instant.ofEpochSecond(day.toEpochDay() * 86_400 + second, nanos(text));
    } catch (DateTimeException e) {
      return Instant.parse(text); // the 30th of February, in its own words
    }
  }

  private static int nanos(String text) {
    var end = text.length() - 1;
    if (end == SECONDS_END) {
      return 0;
    }
    var nanos = number(text, SECONDS_END + 1, end);
    for (var digits = end - SECONDS_END - 1; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    var number = 0;
    for (var i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
