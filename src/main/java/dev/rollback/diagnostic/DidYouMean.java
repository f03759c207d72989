package dev.rollback.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a person probably meant. */
public final class DidYouMean {
  private DidYouMean() {}

  /**
   * The nearest of the known words, if one is near enough to be a slip of the hand: a third of its
   * letters at most, counted by Damerau-Levenshtein (a letter more, less, other, or two exchanged).
   * Case, hyphens and underscores do not count.
   */
  public static Optional<String> among(String word, Collection<String> known) {
    var given = plain(word);
    return known.stream()
        .filter(k -> near(given, plain(k)))
        .min(Comparator.comparingInt(k -> distance(given, plain(k))));
  }

  private static boolean near(String given, String known) {
    var longest = Math.max(given.length(), known.length());
    if (Math.abs(given.length() - known.length()) > 3 || longest > 200) {
      return false;
    }
    return distance(given, known) <= Math.min(3, Math.max(longest > 2 ? 1 : 0, longest / 3));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  private static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        var other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + other, Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1));
        if (exchanged(a, i, b, j)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static boolean exchanged(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
