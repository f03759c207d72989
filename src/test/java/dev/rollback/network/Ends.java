package dev.rollback.network;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How trials have ended, by group. */
final class Ends {
  private final Map<String, Map<Verdict.End, Integer>> ends = new TreeMap<>();
  private final Map<String, Integer> wrong = new TreeMap<>();

  void count(String group, Verdict verdict) {
    ends.computeIfAbsent(group, _ -> new EnumMap<>(Verdict.End.class))
        .merge(verdict.end(), 1, Integer::sum);
    if (!verdict.wrong().isEmpty()) {
      wrong.merge(group, 1, Integer::sum);
    }
  }

  /** A line for each group. */
  String lines() {
    var text = new StringBuilder();
    ends.forEach(
        (group, counts) -> text.append("%-60s %s%n".formatted(group, line(group, counts))));
    return text.toString();
  }

  private String line(String group, Map<Verdict.End, Integer> counts) {
    return "%d runs: %d success, %d undone, %d operator, %d refused, %d not reached; wrong: %d"
        .formatted(
            counts.values().stream().mapToInt(Integer::intValue).sum(),
            counts.getOrDefault(Verdict.End.SUCCESS, 0),
            counts.getOrDefault(Verdict.End.UNDONE, 0),
            counts.getOrDefault(Verdict.End.OPERATOR, 0),
            counts.getOrDefault(Verdict.End.REFUSED, 0),
            counts.getOrDefault(Verdict.End.NOT_REACHED, 0),
            wrong.getOrDefault(group, 0));
  }
}
