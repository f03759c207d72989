package dev.rollback.report;

import dev.rollback.report.Report.Judged;
import dev.rollback.run.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report of an incident as Markdown, with the sections that only people can write. */
public final class ReportMarkdown {
  private final Report report;
  private final Layout layout;
  private final Markdown out = new Markdown();

  private ReportMarkdown(Report report, Layout layout) {
    this.report = report;
    this.layout = layout;
  }

  /** The whole report; of the layout, only the zone counts. */
  public static String of(Report report, Layout layout) {
    var markdown = new ReportMarkdown(report, layout);
    markdown.summary();
    markdown.diagnosis();
    markdown.toBeWritten("Impact", "Who was affected, how, and for how long?");
    markdown.toBeWritten("Cause", "What was the cause, and how was it found?");
    markdown.timeline();
    markdown.steps();
    markdown.changes();
    markdown.answers();
    markdown.checks();
    markdown.failures();
    markdown.remaining();
    markdown.followUps();
    markdown.toBeWritten("Lessons", "What went well, what did not, and what will be changed?");
    markdown.evidence();
    return markdown.out.text();
  }

  private void summary() {
    out.heading(1, "Incident report: " + report.title());
    out.paragraph("**" + Markdown.escape(report.summary()) + "**");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Scenario", Markdown.code(report.scenario())));
    rows.add(List.of("Target", Markdown.code(report.target())));
    rows.add(List.of("Run", Markdown.code(report.run())));
    rows.add(List.of("Run by", Markdown.escape(report.by() + " on " + report.host())));
    rows.add(List.of("Began", Words.moment(report.started(), layout.zone())));
    rows.add(List.of("Last event", Words.moment(report.last(), layout.zone())));
    rows.add(List.of("Duration", Words.duration(report.duration())));
    rows.add(
        List.of(
            "Time to recover",
            report.timeToRecover().map(Words::duration).orElse("not recovered by this run")));
    if (!report.contacts().isBlank()) {
      rows.add(List.of("Contacts", Markdown.escape(report.contacts())));
    }
    out.table(List.of("What", "Value"), rows);
  }

  private void diagnosis() {
    report
        .diagnosis()
        .ifPresent(
            d -> {
              out.heading(2, "Diagnosis");
              DiagnosisText.write(out, d, report.evidenceRead());
            });
  }

  private void toBeWritten(String heading, String question) {
    out.heading(2, heading);
    out.paragraph("_To be filled in: " + question + "_");
  }

  private void timeline() {
    out.heading(2, "Timeline");
    out.table(
        List.of("Time (" + layout.zone().getId().replace("Z", "UTC") + ")", "Event"),
        report.timeline().stream()
            .map(h -> List.of(Words.time(h.at(), layout.zone()), Markdown.escape(h.what())))
            .toList());
  }

  private void steps() {
    out.heading(2, "Steps");
    out.table(
        List.of("#", "State", "Took", "Step", "Action", "Target", "Note"),
        report.steps().stream().map(ReportMarkdown::row).toList());
  }

  private static List<String> row(Report.Step step) {
    return List.of(
        String.valueOf(step.number()),
        Outcomes.word(step.phase()),
        step.took().map(Words::duration).orElse(""),
        Markdown.escape(title(step.id(), step.name())),
        Markdown.code(step.action()),
        Markdown.code(step.target()),
        Markdown.escape(step.note()));
  }

  static String title(String id, String name) {
    return name.isBlank() || name.equals(id) ? id : id + ": " + name;
  }

  private void changes() {
    var changed = report.steps().stream().filter(Report.Step::acted).toList();
    if (changed.isEmpty()) {
      return;
    }
    out.heading(2, "What was changed");
    for (var step : changed) {
      out.heading(3, title(step.id(), step.name()));
      out.paragraph(Markdown.code(step.target()) + ", " + Outcomes.word(step) + took(step));
      if (step.kept()) {
        out.diff(step.diff());
      }
      step.sent().ifPresent(sent -> sent(sent, step.note()));
    }
  }

  private void sent(String sent, String note) {
    out.code("text", sent);
    if (!note.isBlank()) {
      out.paragraph(Markdown.escape(note));
    }
  }

  private static String took(Report.Step step) {
    var back =
        step.phase() == StepState.Phase.UNDONE || step.phase() == StepState.Phase.UNDO_FAILED;
    return back
        ? step.undoTook().map(d -> " in " + Words.duration(d)).orElse("")
        : step.took().map(d -> " in " + Words.duration(d)).orElse("");
  }

  private void answers() {
    out.heading(2, "Approvals");
    out.table(
        List.of("Time", "Step", "Question", "Answer", "By", "How"),
        report.answers().stream().map(this::row).toList());
    var signatures =
        report.answers().stream()
            .flatMap(a -> a.by().signatures().stream())
            .map(s -> Markdown.escape(EventText.signature(s, layout.zone())))
            .distinct()
            .toList();
    if (!signatures.isEmpty()) {
      out.list(signatures);
    }
  }

  private List<String> row(Report.Answer answer) {
    return List.of(
        Words.time(answer.at(), layout.zone()),
        Markdown.escape(answer.step()),
        Markdown.escape(answer.question()),
        answer.yes() ? "yes" : "no",
        Markdown.escape(answer.by().by()),
        Markdown.escape(answer.by().how()));
  }

  private void checks() {
    out.heading(2, "Checks");
    out.table(
        List.of("Verdict", "When", "Check", "What was read"),
        report.checks().stream().map(ReportMarkdown::row).toList());
  }

  private static List<String> row(Judged check) {
    return List.of(
        check.result().map(r -> ChecksText.verdict(r.verdict())).orElse("not read"),
        place(check.place()),
        Markdown.escape(title(check.id(), check.name())),
        Markdown.escape(check.result().map(ChecksText::sentence).orElse("")));
  }

  static String place(Report.Place place) {
    return switch (place) {
      case EVIDENCE -> "evidence";
      case BEFORE -> "before step 1";
      case STEP -> "among the steps";
      case AFTER -> "after the steps";
    };
  }

  private void failures() {
    out.heading(2, "What went wrong");
    out.list(
        report.failures().isEmpty()
            ? List.of("Nothing.")
            : report.failures().stream().map(this::item).toList());
    report
        .undoing()
        .ifPresent(why -> out.paragraph("The run was taken back: " + Markdown.escape(why)));
  }

  private String item(Failure failure) {
    return Words.time(failure.at(), layout.zone())
        + " "
        + Markdown.code(failure.step())
        + ": "
        + Markdown.escape(EventText.sentences(failure.why(), failure.advice()))
        + (failure.unknown() ? " **It may have taken effect all the same.**" : "");
  }

  private void remaining() {
    if (report.remaining().isEmpty() && report.outstanding().isEmpty()) {
      return;
    }
    out.heading(2, "What is left, and what can be done");
    out.list(
        report.outstanding().stream()
            .map(
                o ->
                    Markdown.code(o.target())
                        + " is changed until "
                        + Words.moment(o.due(), layout.zone()))
            .toList());
    out.list(report.remaining().stream().map(ReportMarkdown::item).toList());
  }

  private static String item(Remaining left) {
    return left.command().isEmpty()
        ? Markdown.escape(left.what())
        : Markdown.code(left.command()) + ": " + Markdown.escape(left.what());
  }

  private void followUps() {
    out.heading(2, "Follow-up");
    out.list(
        report.followUps().isEmpty()
            ? List.of("[ ] _To be filled in_")
            : report.followUps().stream().map(this::item).toList());
  }

  private String item(FollowUp work) {
    return "[ ] %s (%s, due %s)"
        .formatted(
            Markdown.escape(work.title()),
            Markdown.escape(work.owner()),
            work.due().atZone(layout.zone()).toLocalDate());
  }

  private void evidence() {
    out.heading(2, "Evidence");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Run", Markdown.code(report.run())));
    rows.add(List.of("Digest of the plan", Markdown.code(report.evidence().planDigest())));
    rows.add(List.of("Entries of the journal", String.valueOf(report.evidence().entries())));
    rows.add(List.of("Hash of its last line", head(report.evidence().journalHead())));
    report
        .evidence()
        .files()
        .forEach(
            f ->
                rows.add(
                    List.of(
                        "Kept: " + Markdown.code(f.file()) + " (%,d bytes)".formatted(f.bytes()),
                        Markdown.code(f.sha256()))));
    rows.add(List.of("Version of rollback", Markdown.escape(report.version())));
    out.table(List.of("What", "Value"), rows);
    out.paragraph(Markdown.code("rollback evidence verify " + report.run()) + " proves it.");
  }

  private static String head(Optional<String> head) {
    return head.map(Markdown::code).orElse("not verified for this report");
  }
}
