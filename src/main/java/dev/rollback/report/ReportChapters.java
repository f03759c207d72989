package dev.rollback.report;

import static dev.rollback.report.Inline.code;
import static dev.rollback.report.Inline.text;

import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.Diagnosis;
import dev.rollback.report.Block.Fact;
import dev.rollback.report.Report.Place;
import dev.rollback.report.ReportContent.Chapter;
import dev.rollback.run.Elapsed;
import dev.rollback.run.StepState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts what a report holds into chapters, with those that only people can write. */
final class ReportChapters {
  private final Report report;
  private final ZoneId zone;

  ReportChapters(Report report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
  }

  ReportContent content() {
    var evidence = report.evidence();
    return new ReportContent(
        report.title(),
        report.summary(),
        Outcomes.tone(report.outcome()),
        new ReportSummary(report, zone).blocks(),
        chapters(),
        new ReportStamp(report.run(), evidence.entries(), evidence.journalHead(), zone));
  }

  private List<Chapter> chapters() {
    var work = new WorkChapters(report, zone);
    return Stream.of(
            chapter("impact", "Impact", impact()),
            chapter("cause", "Cause", cause()),
            chapter("timeline", "Timeline", work.timeline()),
            chapter("steps", "Steps", List.of(work.steps())),
            chapter("changes", "What was changed", work.changes()),
            chapter("approvals", "Approvals", approvals()),
            chapter("checks", "Checks", checks()),
            chapter("failures", "What went wrong", failures()),
            chapter("phases", "Phases and their budgets", phases()),
            chapter("notifications", "Notifications", notifications()),
            chapter("remaining", "What is left, and what can be done", remaining()),
            chapter("follow-up", "Follow-up", followUps()),
            chapter("went-well", "What went well", List.of(wentWell())),
            chapter("lessons", "Lessons", List.of(lessons())),
            chapter("evidence", "Evidence", evidence()))
        .filter(chapter -> !chapter.blocks().isEmpty())
        .toList();
  }

  private static Chapter chapter(String id, String title, List<Block> blocks) {
    return new Chapter(id, title, blocks);
  }

  private static List<Block> impact() {
    return List.of(new Block.Field("Impact", "Who was affected, how, and for how long?"));
  }

  /** What the run itself can say of the cause comes first; a person has the last word. */
  private List<Block> cause() {
    var blocks = new ArrayList<>(diagnosis());
    blocks.add(new Block.Field("Cause", "What was the cause, and how was it found?"));
    return blocks;
  }

  /** The causes, where the runbook names them; else what was read before the plan was made. */
  private List<Block> diagnosis() {
    return report.diagnosis().map(this::diagnosed).orElseGet(this::evidenceOnly);
  }

  private List<Block> diagnosed(Diagnosis diagnosis) {
    var table =
        new Block.Table(
            "Causes that were looked for",
            List.of("Verdict", "Cause", "When", "Because"),
            diagnosis.causes().stream()
                .map(
                    c ->
                        List.of(
                            List.<Inline>of(
                                new Inline.State(
                                    DiagnosisText.verdict(c.verdict()),
                                    DiagnosisText.tone(c.verdict()))),
                            text(c.id() + ": " + c.title()),
                            code(c.when()),
                            text(DiagnosisText.because(c, report.evidenceRead()))))
                .toList());
    return diagnosis.idle()
        ? List.of(table, new Block.Paragraph(text(DiagnosisText.NOTHING)))
        : List.of(table);
  }

  /** What was read to tell the causes apart, and the steps that were left out by it. */
  private List<Block> evidenceOnly() {
    var items = new ArrayList<List<Inline>>();
    report.checks().stream()
        .filter(check -> check.place() == Place.EVIDENCE)
        .forEach(check -> items.add(Inline.join(verdict(check), says(check))));
    report.steps().stream()
        .filter(step -> step.phase() == StepState.Phase.SKIPPED)
        .map(step -> text("Left out: " + title(step.id(), step.name()) + note(step.note())))
        .forEach(items::add);
    return items.isEmpty() ? List.of() : List.of(new Block.Items(items));
  }

  private static List<Inline> says(Report.Judged check) {
    return text(
        " "
            + title(check.id(), check.name())
            + check.result().map(r -> ": " + ChecksText.sentence(r)).orElse(""));
  }

  private static String note(String note) {
    return note.isBlank() ? "" : ": " + note;
  }

  /** {@code id: name}; the id alone where the name adds nothing. */
  static String title(String id, String name) {
    return name.isBlank() || name.equals(id) ? id : id + ": " + name;
  }

  private List<Block> approvals() {
    var rows = new ArrayList<List<List<Inline>>>();
    report.answers().forEach(answer -> rows.add(row(answer)));
    report.unanswered().forEach(question -> rows.add(row(question)));
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Table(
            "Who was asked what, and what the answer was",
            List.of("Time", "Step", "Question", "Answer", "By", "How", "Waited"),
            rows));
    var signatures =
        report.answers().stream()
            .flatMap(a -> a.by().signatures().stream())
            .map(s -> EventText.signature(s, zone))
            .distinct()
            .map(Inline::text)
            .toList();
    if (!signatures.isEmpty()) {
      blocks.add(new Block.Items(signatures));
    }
    return blocks;
  }

  private List<List<Inline>> row(Report.Answer answer) {
    return List.of(
        text(time(answer.at())),
        text(answer.step()),
        text(answer.question()),
        Inline.of(
            answer.yes() ? new Inline.State("yes", Tone.GOOD) : new Inline.State("no", Tone.CARE)),
        text(answer.by().by()),
        text(answer.by().how()),
        text(
            answer
                .asked()
                .map(asked -> Words.duration(Elapsed.between(asked, answer.at())))
                .orElse("")));
  }

  private List<List<Inline>> row(Report.Question question) {
    return List.of(
        text(time(question.asked())),
        text(question.step()),
        text(question.question()),
        Inline.of(new Inline.State("no answer", Tone.CARE)),
        List.of(),
        text(question.note()),
        List.of());
  }

  private List<Block> checks() {
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Table(
            "What was read, and how it was judged",
            List.of("Verdict", "When", "Check", "What was read"),
            report.checks().stream().map(ReportChapters::row).toList()));
    report.checks().stream()
        .flatMap(check -> CheckSeries.of(check, zone).stream())
        .forEach(series -> blocks.add(new Block.Plot(series)));
    return blocks;
  }

  private static List<List<Inline>> row(Report.Judged check) {
    return List.of(
        verdict(check),
        text(place(check.place())),
        text(title(check.id(), check.name())),
        text(check.result().map(ChecksText::sentence).orElse("")));
  }

  private static List<Inline> verdict(Report.Judged check) {
    Optional<Verdict> verdict = check.result().map(r -> r.verdict());
    return Inline.of(
        new Inline.State(
            verdict.map(ChecksText::verdict).orElse("not read"),
            verdict.map(ChecksText::tone).orElse(Tone.QUIET)));
  }

  static String place(Place place) {
    return switch (place) {
      case EVIDENCE -> "evidence";
      case BEFORE -> "before step 1";
      case STEP -> "among the steps";
      case AFTER -> "after the steps";
    };
  }

  private List<Block> failures() {
    var blocks = new ArrayList<Block>();
    blocks.add(
        new Block.Items(
            report.failures().isEmpty()
                ? List.of(text("Nothing."))
                : report.failures().stream().map(this::item).toList()));
    report
        .undoing()
        .ifPresent(why -> blocks.add(new Block.Paragraph(text("The run was taken back: " + why))));
    return blocks;
  }

  private List<Inline> item(Failure failure) {
    var line =
        Inline.of(
            new Inline.Text(time(failure.at()) + " "),
            new Inline.Code(failure.step()),
            new Inline.Text(": " + EventText.sentences(failure.why(), failure.advice())));
    return failure.unknown()
        ? Inline.join(
            line,
            Inline.of(
                new Inline.Text(" "), new Inline.Strong("It may have taken effect all the same.")))
        : line;
  }

  private List<Block> phases() {
    return items(report.phases().stream().map(p -> text(p.line())).toList());
  }

  private List<Block> notifications() {
    return items(
        report.notifications().stream()
            .map(n -> text(time(n.at()) + " " + NotificationWords.line(n)))
            .toList());
  }

  private static List<Block> items(List<List<Inline>> items) {
    return items.isEmpty() ? List.of() : List.of(new Block.Items(items));
  }

  private List<Block> remaining() {
    var items = new ArrayList<List<Inline>>();
    report
        .outstanding()
        .forEach(
            o ->
                items.add(
                    Inline.of(
                        new Inline.Code(o.target()),
                        new Inline.Text(" is changed until " + moment(o.due())))));
    report.remaining().forEach(left -> items.add(item(left)));
    return items.isEmpty() ? List.of() : List.of(new Block.Items(items));
  }

  private static List<Inline> item(Remaining left) {
    return left.command().isEmpty()
        ? text(left.what())
        : Inline.of(new Inline.Code(left.command()), new Inline.Text(": " + left.what()));
  }

  private List<Block> followUps() {
    return List.of(
        new Block.Tasks(
            report.followUps().isEmpty()
                ? List.of(Inline.of(new Inline.Blank("What is to be done, by whom, until when?")))
                : report.followUps().stream().map(this::item).toList()));
  }

  private List<Inline> item(FollowUp work) {
    return text(
        "%s (%s, due %s)"
            .formatted(work.title(), work.owner(), work.due().atZone(zone).toLocalDate()));
  }

  private static Block wentWell() {
    return new Block.Field("What went well", "What helped, and should stay as it is?");
  }

  private static Block lessons() {
    return new Block.Field("Lessons", "What did not go well, and what will be changed?");
  }

  private List<Block> evidence() {
    var evidence = report.evidence();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Run", code(report.run())));
    facts.add(new Fact("Digest of the plan", code(evidence.planDigest())));
    facts.add(new Fact("Entries of the journal", text(String.valueOf(evidence.entries()))));
    facts.add(
        new Fact(
            "Hash of its last line",
            evidence.journalHead().map(Inline::code).orElse(text("not verified for this report"))));
    facts.add(new Fact("Version of rollback", text(report.version())));
    var blocks = new ArrayList<Block>();
    blocks.add(new Block.Facts(facts));
    if (!evidence.files().isEmpty()) {
      blocks.add(files(evidence));
    }
    blocks.add(
        new Block.Paragraph(
            Inline.of(
                new Inline.Code("rollback evidence verify " + report.run()),
                new Inline.Text(" proves it."))));
    return blocks;
  }

  private static Block files(Report.Evidence evidence) {
    return new Block.Table(
        "Files that were kept beside the journal",
        List.of("File", "Bytes", "SHA-256"),
        evidence.files().stream()
            .map(
                f ->
                    List.of(
                        Inline.of(new Inline.File(f.file())),
                        text(Words.number(f.bytes())),
                        code(f.sha256())))
            .toList());
  }

  private String moment(Instant at) {
    return Words.moment(at, zone);
  }

  private String time(Instant at) {
    return Words.time(at, zone);
  }
}
