package dev.rollback.adapter.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds what was probably meant by a name that does not exist. */
final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean 'x'? There are: x, y"}, as much of it as there is to say. */
  static String hint(String written, Collection<String> known) {
    if (known.isEmpty()) {
      return "; there are none";
    }
    var meant =
        known.stream()
            .filter(name -> distance(written, name) <= Math.max(1, written.length() / 3))
            .min(Comparator.comparingInt((String name) -> distance(written, name)));
    return meant.map(name -> "; did you mean '" + name + "'?").orElse(".")
        + " There are: "
        + String.join(", ", known.stream().sorted().toList());
  }

  /** How many letters are to be put in, left out or replaced (Levenshtein). */
  private static int distance(String a, String b) {
    var row = IntStream.rangeClosed(0, b.length()).toArray();
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
