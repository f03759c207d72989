package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.journal.Reading;
import dev.rollback.plan.PlannedStep;
import dev.rollback.report.FollowUp;
import dev.rollback.report.Report;
import dev.rollback.report.ReportExtras;
import dev.rollback.report.ReportJson;
import dev.rollback.report.ReportMarkdown;
import dev.rollback.report.html.ReportHtml;
import dev.rollback.run.RunState;
import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.ScenarioReader;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the report of a run is, and what is in it besides the journal. */
final class Reports {
  /**
   * A browser is slow to show more; `rollback report --format html` makes the page all the same.
   */
  private static final int MOST_LINES_OF_A_PAGE = 10_000;

  private final Workspace workspace;
  private final Output output;

  Reports(Workspace workspace, Output output) {
    this.workspace = workspace;
    this.output = output;
  }

  /** What happened in a run, with what its runbook adds: contacts and follow-ups. */
  Report report(RunState state, String head) {
    return dev.rollback.report.Reports.of(state, extras(state, head)).masked(workspace.redactor());
  }

  private ReportExtras extras(RunState state, String head) {
    return workspace
        .written(state.plan())
        .map(read -> extras(read, state, head))
        .orElse(new ReportExtras("", List.of(), Optional.empty(), Optional.of(head)));
  }

  private static ReportExtras extras(ScenarioReader.Read read, RunState state, String head) {
    var end = state.last().at().atZone(ZoneOffset.UTC);
    return new ReportExtras(
        read.scenario().contacts().map(Reports::contacts).orElse(""),
        followUps(read, "", calls(state))
            .map(
                f ->
                    new FollowUp(f.title(), f.owner(), end.plus(Period.parse(f.due())).toInstant()))
            .distinct()
            .toList(),
        read.scenario().estimate(),
        Optional.of(head));
  }

  /** The ids of the calls whose scenarios took part. */
  private static Set<String> calls(RunState state) {
    return state
        .plan()
        .all()
        .filter(s -> s instanceof PlannedStep.Phase p && p.scenario().isPresent())
        .map(PlannedStep::id)
        .collect(Collectors.toSet());
  }

  /** Its own, and those of the scenarios that it has called. */
  private static Stream<Scenario.FollowUp> followUps(
      ScenarioReader.Read read, String prefix, Set<String> calls) {
    return Stream.concat(
        read.scenario().followUp().stream(),
        read.scenario()
            .calls()
            .filter(c -> calls.contains(prefix + c.name()))
            .flatMap(c -> followUps(read.of(c), prefix + c.name() + "/", calls)));
  }

  private static String contacts(Scenario.Contacts contacts) {
    return Stream.of(
            contacts.onCall().map(c -> "on call: " + c),
            contacts.escalateTo().map(c -> "escalate to: " + c))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  /**
   * After a run: writes the report beside the journal and says where it is. Where there is no room
   * for it, that is said, and hides nothing of how the run ended.
   */
  void finish(String run) {
    finish(run, Reading.nothing());
  }

  /**
   * The same of a run that was read before.
   *
   * @param before what was read of it then
   */
  void finish(String run, Reading before) {
    var reading = workspace.journals().readOn(run, before);
    if (reading.entries().isEmpty()) {
      return; // not even its beginning could be recorded, which was said
    }
    var report = report(RunState.of(reading.entries()), reading.head());
    write(run, report);
    output.answer().document(Kind.REPORT, () -> ReportJson.of(report));
  }

  private void write(String run, Report report) {
    try {
      var text = ReportMarkdown.of(report, output.layout());
      output.line("Report: " + workspace.journals().attach(run, "report.md", text));
      if (report.timeline().size() <= MOST_LINES_OF_A_PAGE) {
        workspace.journals().attach(run, "report.html", ReportHtml.of(report, output.layout()));
      }
    } catch (SystemException e) {
      output.problems(
          List.of(
              Diagnostic.error("there is no report beside the journal: " + e.problem())
                  .advise("`rollback report " + run + "` makes it at any time.")));
    }
  }
}
