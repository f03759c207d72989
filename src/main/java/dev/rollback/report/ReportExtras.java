package dev.rollback.report;

import dev.rollback.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * What a report says beyond what its journal holds.
 *
 * @param contacts whom to reach, as the runbook says it; empty where it says nothing
 * @param followUps work that remains, in the runbook's order
 * @param estimate how long it takes, as the runbook says it
 * @param journalHead SHA-256 of the journal's last line, in hex; empty where it was not verified
 */
public record ReportExtras(
    String contacts,
    List<FollowUp> followUps,
    Optional<Scenario.Estimate> estimate,
    Optional<String> journalHead) {
  /** Nothing beyond the journal. */
  public static final ReportExtras NONE =
      new ReportExtras("", List.of(), Optional.empty(), Optional.empty());

  /** Keeps its own copy. */
  public ReportExtras {
    followUps = List.copyOf(followUps);
  }
}
