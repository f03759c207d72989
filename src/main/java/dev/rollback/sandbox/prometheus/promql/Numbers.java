package dev.rollback.sandbox.prometheus.promql;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as Prometheus reads and writes them. */
public final class Numbers {
  private Numbers() {}

  /**
   * The number that a text is: also {@code +Inf}, {@code NaN} and hexadecimal ones.
   *
   * @throws NumberFormatException when it is none
   */
  public static double parse(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> lower.startsWith("0x") ? Long.parseLong(lower.substring(2), 16) : decimal(lower);
    };
  }

  private static double decimal(String text) {
    // Java alone takes "1d", "1f" and spaces.
    if (!text.matches("[-+]?[0-9.]+(e[-+]?[0-9]+)?")) {
      throw new NumberFormatException("not a number: '" + text + "'");
    }
    return Double.parseDouble(text);
  }

  /** Without an exponent, as short as it can be read back. */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
