package dev.rollback.adapter.postgres.migration;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version as Flyway compares them: numbers with dots (or underscores) between them; {@code 1.0}
 * is {@code 1}.
 */
record FlywayVersion(List<BigInteger> parts) implements Comparable<FlywayVersion> {
  /** Where no version is applied. */
  static final FlywayVersion NONE = new FlywayVersion(List.of(BigInteger.ZERO));

  FlywayVersion {
    parts = List.copyOf(parts);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none
   */
  static FlywayVersion of(String text) {
    if (!text.matches("\\d+([._]\\d+)*")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no version: digits, with dots between them");
    }
    var parts =
        Arrays.stream(text.split("[._]", -1)).map(BigInteger::new).collect(Collectors.toList());
    while (parts.size() > 1 && parts.getLast().signum() == 0) {
      parts.removeLast();
    }
    return new FlywayVersion(parts);
  }

  @Override
  public int compareTo(FlywayVersion other) {
    for (var i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      var order = at(i).compareTo(other.at(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private BigInteger at(int index) {
    return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
  }

  /** {@code 1.2}; 0 where none is applied. */
  @Override
  public String toString() {
    return parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
  }
}
