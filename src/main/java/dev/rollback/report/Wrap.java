package dev.rollback.report;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class Wrap {
  private Wrap() {}

  /** At spaces; a word that is longer than a line stays whole, so that it can be copied. */
  static List<String> words(String text, int width) {
    var result = new ArrayList<String>();
    text.lines().forEach(line -> words(line, width, result));
    return result.isEmpty() ? List.of("") : result;
  }

  private static void words(String text, int width, List<String> into) {
    var line = new StringBuilder();
    for (var word : text.strip().split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        into.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    into.add(line.toString());
  }

  /** At the width, wherever that is: for values, in which every space counts. */
  static List<String> hard(String text, int width) {
    var result = new ArrayList<String>();
    text.lines()
        .forEach(
            line -> {
              for (var from = 0; from == 0 || from < line.length(); from += width) {
                result.add(line.substring(from, Math.min(line.length(), from + width)));
              }
            });
    return result.isEmpty() ? List.of("") : result;
  }
}
