package dev.rollback.report;

import dev.rollback.action.Requirement;
import dev.rollback.plan.PreflightResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What preflight found: the missing in full, the rest counted. */
public final class PreflightText {
  private static final int LABELS = 10;

  private PreflightText() {}

  /** The whole; it ends with a line break. */
  public static String of(List<PreflightResult> results, Layout layout) {
    var page = new Page(layout);
    var missing = results.stream().filter(Predicate.not(PreflightResult::met)).toList();
    page.line(0, missing.isEmpty() ? Tone.GOOD : Tone.BAD, summary(results.size(), missing.size()));
    byCause(missing).forEach(together -> problem(page, "MISSING", together));
    byCause(results.stream().filter(PreflightResult::warning).toList())
        .forEach(together -> problem(page, "WARNING", together));
    met(page, results);
    return page.text();
  }

  private static String summary(int all, int missing) {
    if (all == 0) {
      return "Preflight: nothing is needed.";
    }
    return missing == 0
        ? "Preflight: everything that is needed is there (" + Words.number(all) + ")."
        : "Preflight: "
            + Words.number(missing)
            + " of "
            + Words.count(all, "thing")
            + " needed "
            + (missing == 1 ? "is" : "are")
            + " MISSING. Nothing was changed.";
  }

  /**
   * What is missing for one and the same reason, together: a server that is down is one problem.
   */
  public static Collection<List<PreflightResult>> byCause(List<PreflightResult> missing) {
    return missing.stream()
        .collect(
            Collectors.groupingBy(
                r -> List.of(r.connection(), r.found(), r.remedy()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  /** What is missing for one reason, in the systems' own terms. */
  public static String what(List<PreflightResult> together) {
    return together.stream().map(PreflightResult::what).collect(Collectors.joining("; "));
  }

  /** {@code drop-tokens, stale-keys, for the change and its undo}. */
  public static String neededBy(List<PreflightResult> together) {
    var uses = together.stream().map(PreflightResult::use).collect(Collectors.toSet());
    return together.stream()
            .flatMap(r -> r.steps().stream())
            .distinct()
            .collect(Collectors.joining(", "))
        + use(uses.size() == 1 ? uses.iterator().next() : Requirement.Use.BOTH);
  }

  private static void problem(Page page, String word, List<PreflightResult> together) {
    var result = together.getFirst();
    page.blank();
    page.entry(0, Tone.BAD, word, LABELS, Tone.STRONG, result.connection() + ": " + what(together));
    page.entry(2, "needed", LABELS, "by " + neededBy(together));
    page.entry(2, "found", LABELS, result.found());
    if (result.remedy().isBlank() && !result.met()) {
      page.entry(2, "do", LABELS, "nothing is known that would help; ask whoever runs the system");
    } else {
      result.remedy().lines().forEach(line -> page.exact(2, Tone.PLAIN, "do        " + line));
    }
  }

  private static String use(Requirement.Use use) {
    return switch (use) {
      case APPLY -> ", for the change";
      case UNDO -> ", for the undo";
      case BOTH -> ", for the change and its undo";
    };
  }

  private static void met(Page page, List<PreflightResult> results) {
    var met = results.stream().filter(r -> r.met() && !r.warning()).toList();
    if (met.isEmpty()) {
      return;
    }
    page.heading("There");
    met.stream()
        .map(PreflightResult::connection)
        .distinct()
        .forEach(connection -> page.entry(2, connection, 16, list(met, connection)));
  }

  private static String list(List<PreflightResult> met, String connection) {
    Function<PreflightResult, String> what = PreflightResult::what;
    return met.stream()
        .filter(r -> r.connection().equals(connection))
        .map(what)
        .collect(Collectors.joining("; "));
  }
}
