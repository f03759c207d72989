package dev.rollback.report;

/** The report of an incident as text. */
public final class ReportText {
  private static final int LABELS = 18;

  private final Report report;
  private final Layout layout;
  private final Page page;

  private ReportText(Report report, Layout layout) {
    this.report = report;
    this.layout = layout;
    this.page = new Page(layout);
  }

  /** The whole report; it ends with a line break. */
  public static String of(Report report, Layout layout) {
    var text = new ReportText(report, layout);
    text.summary();
    report.diagnosis().ifPresent(d -> DiagnosisText.write(text.page, d, report.evidenceRead()));
    text.timeline();
    text.changes();
    text.answers();
    text.checks();
    text.failures();
    text.phases();
    text.notifications();
    text.remaining();
    text.followUps();
    text.evidence();
    return text.page.text();
  }

  private void summary() {
    page.line(0, Tone.STRONG, "Incident report: " + report.title());
    page.line(0, Tone.PLAIN, report.summary());
    page.blank();
    label("scenario", report.scenario());
    label("target", report.target());
    label("run", report.run() + " by " + report.by() + " on " + report.host());
    label("began", Words.moment(report.started(), layout.zone()));
    label("last event", Words.moment(report.last(), layout.zone()));
    label("duration", Words.duration(report.duration()));
    label(
        "time to recover",
        report.timeToRecover().map(Words::duration).orElse("not recovered by this run"));
    if (!report.contacts().isBlank()) {
      label("contacts", report.contacts());
    }
  }

  private void label(String label, String text) {
    page.entry(2, label, LABELS, text);
  }

  private void timeline() {
    page.heading("Timeline");
    report.timeline().forEach(h -> page.entry(2, Words.time(h.at(), layout.zone()), 10, h.what()));
  }

  private void changes() {
    page.heading("What was changed");
    var changed = report.steps().stream().filter(Report.Step::acted).toList();
    if (changed.isEmpty()) {
      page.line(2, Tone.PLAIN, "nothing");
    }
    for (var step : changed) {
      page.entry(2, Outcomes.word(step), LABELS, ReportChapters.title(step.id(), step.name()));
      page.line(2 + LABELS, Tone.PLAIN, step.action() + " on " + step.target());
      new DiffText(page, 2 + LABELS).write(step.diff());
      step.sent().ifPresent(sent -> sent(sent, step.note()));
    }
  }

  /** What was sent or started stays so, and what came of it belongs to it. */
  private void sent(String sent, String note) {
    sent.lines().forEach(line -> page.exact(4 + LABELS, Tone.PLAIN, line));
    if (!note.isBlank()) {
      page.line(2 + LABELS, Tone.PLAIN, note);
    }
  }

  private void answers() {
    page.heading("Approvals");
    for (var answer : report.answers()) {
      page.entry(
          2,
          Words.time(answer.at(), layout.zone()),
          10,
          (answer.yes() ? "yes " : "NO ")
              + EventText.by(answer.by())
              + ": "
              + answer.step()
              + ": "
              + answer.question());
      answer
          .by()
          .signatures()
          .forEach(s -> page.line(12, Tone.PLAIN, EventText.signature(s, layout.zone())));
    }
  }

  private void checks() {
    page.heading("Checks");
    for (var check : report.checks()) {
      var place = " (" + ReportChapters.place(check.place()) + ")";
      check
          .result()
          .ifPresentOrElse(
              result -> CheckLines.write(page, 2, result, place),
              () ->
                  page.entry(
                      2,
                      "not read",
                      CheckLines.VERDICTS,
                      ReportChapters.title(check.id(), check.name()) + place));
    }
  }

  private void failures() {
    page.heading("What went wrong");
    if (report.failures().isEmpty()) {
      page.line(2, Tone.PLAIN, "nothing");
    }
    FailureLines.write(page, report.failures(), layout);
    report.undoing().ifPresent(why -> page.line(2, Tone.PLAIN, "the run was taken back: " + why));
  }

  private void phases() {
    if (!report.phases().isEmpty()) {
      page.heading("Phases and their budgets");
      report.phases().forEach(p -> page.line(2, p.tone(), p.line()));
    }
  }

  private void notifications() {
    if (!report.notifications().isEmpty()) {
      page.heading("Notifications");
      report
          .notifications()
          .forEach(
              n -> page.entry(2, Words.time(n.at(), layout.zone()), 10, NotificationWords.line(n)));
    }
  }

  private void remaining() {
    page.heading("What is left, and what can be done");
    if (report.outstanding().isEmpty() && report.remaining().isEmpty()) {
      page.line(2, Tone.PLAIN, "nothing");
    }
    for (var open : report.outstanding()) {
      page.line(
          2,
          Tone.CARE,
          open.target() + " is changed until " + Words.moment(open.due(), layout.zone()));
    }
    report.remaining().forEach(left -> RemainingLines.write(page, left));
  }

  private void followUps() {
    if (report.followUps().isEmpty()) {
      return;
    }
    page.heading("Follow-up");
    for (var work : report.followUps()) {
      page.entry(
          2,
          work.due().atZone(layout.zone()).toLocalDate().toString(),
          12,
          work.title() + " (" + work.owner() + ")");
    }
  }

  private void evidence() {
    page.heading("Evidence");
    label("plan", report.evidence().planDigest());
    label("journal entries", String.valueOf(report.evidence().entries()));
    label("last line", report.evidence().journalHead().orElse("not verified for this report"));
    label("rollback", report.version());
    report
        .evidence()
        .files()
        .forEach(
            f -> label("kept", "%s (%,d bytes) %s".formatted(f.file(), f.bytes(), f.sha256())));
    page.exact(2, Tone.STRONG, "rollback evidence verify " + report.run());
  }
}
