package dev.rollback.action;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Versions of programs: numbers with dots between them, and whatever comes after. */
final class Versions {
  private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)*");

  private Versions() {}

  /** Whether a program of one version does where another one is needed at least. */
  static boolean atLeast(String found, String oldest) {
    var has = numbers(found);
    var needs = numbers(oldest);
    for (var i = 0; i < Math.max(has.size(), needs.size()); i++) {
      var order = Long.compare(at(has, i), at(needs, i));
      if (order != 0) {
        return order > 0;
      }
    }
    return true;
  }

  private static long at(List<Long> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  private static List<Long> numbers(String text) {
    var numbers = new ArrayList<Long>();
    var match = NUMBERS.matcher(text);
    if (match.find()) {
      for (var number : match.group().split("\\.", -1)) {
        numbers.add(Long.parseLong(number));
      }
    }
    return numbers;
  }
}
