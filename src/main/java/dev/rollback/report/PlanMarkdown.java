package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import dev.rollback.plan.Plan;
import dev.rollback.plan.PlanDigest;
import dev.rollback.plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A plan as Markdown: for a pull request, a ticket, a chat. */
public final class PlanMarkdown {
  private final Plan plan;
  private final Layout layout;
  private final StepNames names;
  private final Markdown out = new Markdown();

  private PlanMarkdown(Plan plan, Layout layout) {
    this.plan = plan;
    this.layout = layout;
    this.names = new StepNames(plan);
  }

  /** The whole plan; of the layout, only the zone counts. */
  public static String of(Plan plan, Layout layout) {
    var markdown = new PlanMarkdown(plan, layout);
    markdown.header();
    markdown.checks();
    markdown.diagnosis();
    markdown.steps();
    markdown.inAll();
    markdown.details();
    markdown.after();
    return markdown.out.text();
  }

  private void header() {
    out.heading(2, "Plan: " + plan.scenario() + " on " + plan.target());
    out.paragraph("**" + Markdown.escape(PlanText.PlanSummary.of(plan)) + "**");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Title", Markdown.escape(plan.title())));
    rows.add(
        List.of("Target", Markdown.code(plan.target()) + (plan.guarded() ? " (protected)" : "")));
    plan.addresses()
        .forEach(
            (name, address) -> rows.add(List.of(Markdown.escape(name), Markdown.code(address))));
    if (!plan.parameters().isEmpty()) {
      rows.add(List.of("Parameters", Markdown.code(PlanText.parameters(plan))));
    }
    rows.add(List.of("Runbook", Markdown.code(plan.runbook())));
    plan.calledRunbooks().forEach(c -> rows.add(List.of("Calls", Markdown.code(c.runbook()))));
    rows.add(List.of("Made", Words.moment(plan.at(), layout.zone())));
    plan.saved()
        .ifPresent(s -> rows.add(List.of("Expires", Words.moment(s.expires(), layout.zone()))));
    rows.add(List.of("Digest", Markdown.code(PlanDigest.of(plan))));
    out.table(List.of("What", "Value"), rows);
  }

  private void checks() {
    var read = Stream.concat(plan.evidence().stream(), plan.before().stream()).toList();
    if (!read.isEmpty()) {
      out.heading(3, "Read before step 1");
      out.table(
          List.of("Verdict", "Check", "What was read"),
          read.stream().map(PlanMarkdown::row).toList());
    }
  }

  private void diagnosis() {
    plan.diagnosis()
        .ifPresent(
            d -> {
              out.heading(3, "Diagnosis");
              DiagnosisText.write(out, d, plan.evidence());
            });
  }

  private static List<String> row(CheckResult result) {
    return List.of(
        ChecksText.verdict(result.verdict()),
        Markdown.escape(result.id() + ": " + result.name()),
        Markdown.escape(ChecksText.sentence(result)));
  }

  private void steps() {
    out.heading(3, "Steps");
    out.table(
        List.of("#", "Kind", "Step", "Target", "Risk", "Undo"),
        plan.all().filter(s -> names.number(s.id()).isPresent()).map(this::row).toList());
    plan.pointOfNoReturn()
        .ifPresent(
            step ->
                out.paragraph(
                    "**Point of no return:** step "
                        + names.number(step.id()).map(String::valueOf).orElse("")
                        + ", "
                        + Markdown.code(step.id())
                        + ", cannot be undone."));
  }

  private List<String> row(PlannedStep step) {
    return List.of(
        names.number(step.id()).map(String::valueOf).orElse(""),
        StepWords.kind(step),
        Markdown.escape(StepNames.title(step)),
        Markdown.code(RunText.target(Optional.of(step))),
        StepWords.risk(step),
        Markdown.escape(StepWords.undo(step)));
  }

  private void inAll() {
    var lines = PlanText.inAll(plan);
    if (!lines.isEmpty()) {
      out.heading(3, "In all");
      out.list(lines.stream().map(Markdown::escape).toList());
    }
  }

  private void details() {
    plan.changes()
        .forEach(
            change -> {
              out.heading(4, StepNames.title(change));
              out.diff(change.diff());
              out.list(StepWords.remarks(change).stream().map(Markdown::escape).toList());
            });
  }

  private void after() {
    out.heading(3, "Checks that decide success");
    out.list(
        plan.after().stream()
            .map(c -> Markdown.escape(StepNames.title(c) + ": " + PlanText.expectation(c)))
            .toList());
    var read = plan.diagnosis().map(Diagnosis::after).orElse(List.of());
    if (!read.isEmpty()) {
      out.heading(3, "Read now, as no cause was found");
      out.table(
          List.of("Verdict", "Check", "What was read"),
          read.stream().map(PlanMarkdown::row).toList());
    }
  }
}
