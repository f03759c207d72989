package dev.rollback.report;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Topic;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Why a plan is not run, whoever agrees to it: a check has read that it must not be. */
public final class Obstacles {
  private Obstacles() {}

  /** Each with what to do next; empty where nothing stands in its way. */
  public static List<Diagnostic> of(Plan plan) {
    var problems = new ArrayList<Diagnostic>();
    plan.notMet().forEach(check -> problems.add(notMet(check)));
    plan.diagnosis()
        .filter(d -> !d.unexplained().isEmpty())
        .ifPresent(d -> problems.add(notForThis(plan, d)));
    return problems;
  }

  private static Diagnostic notMet(CheckResult check) {
    return Diagnostic.error(
            "'%s' must hold before step 1, and %s: %s"
                .formatted(
                    check.name(),
                    switch (check.verdict()) {
                      case FAIL -> "does not";
                      case INCONCLUSIVE -> "cannot be told";
                      case PASS -> "does";
                    },
                    check.why()))
        .advise("Nothing was changed. Is this the right scenario for what you see?")
        .see(Topic.DIAGNOSIS);
  }

  private static Diagnostic notForThis(Plan plan, Diagnosis diagnosis) {
    var lines = new ArrayList<String>();
    lines.add(
        "none of the causes that '%s' is for was found, and %s not pass:"
            .formatted(
                plan.scenario(),
                diagnosis.unexplained().size() == 1 ? "this check does" : "these checks do"));
    diagnosis.unexplained().forEach(c -> lines.add("  " + read(c)));
    lines.add("what the evidence read:");
    plan.evidence().forEach(c -> lines.add("  " + read(c)));
    var unknown =
        diagnosis.causes().stream().filter(c -> c.verdict() == Diagnosis.Verdict.UNKNOWN).toList();
    if (!unknown.isEmpty()) {
      lines.add("what could not be told:");
      unknown.forEach(c -> lines.add("  " + c.id() + ": " + c.why()));
    }
    return Diagnostic.error(String.join("\n", lines))
        .advise(advice(!unknown.isEmpty()))
        .see(Topic.DIAGNOSIS);
  }

  private static String read(CheckResult check) {
    return "%s %s: %s"
        .formatted(
            ChecksText.verdict(check.verdict()),
            ReportChapters.title(check.id(), check.name()),
            ChecksText.sentence(check));
  }

  private static String advice(boolean unknown) {
    return "Nothing was changed. "
        + (unknown ? "See first why the evidence could not be read; else this" : "This")
        + " is not the scenario for this fault: `rollback list` shows others and their symptoms.";
  }
}
