package dev.rollback.report;

import java.util.List;
import java.util.stream.Collectors;

/** The report of an incident as Markdown, for an issue tracker. */
public final class ReportMarkdown {
  private static final int TOP = 2;

  private final Markdown out = new Markdown();
  private final Fields fields;

  private ReportMarkdown(Fields fields) {
    this.fields = fields;
  }

  /** The whole report; of the layout, only the zone counts. */
  public static String of(Report report, Layout layout) {
    return write(report, layout, Fields.OPEN);
  }

  /** The same with a {@link FilledIn#GAP} wherever people fill something in. */
  public static String form(Report report, Layout layout) {
    return write(report, layout, Fields.GAPS);
  }

  private enum Fields {
    OPEN,
    GAPS
  }

  private static String write(Report report, Layout layout, Fields fields) {
    var content = ReportContent.of(report, layout);
    var markdown = new ReportMarkdown(fields);
    markdown.out.heading(1, "Incident report: " + content.title());
    markdown.out.paragraph("**" + Markdown.escape(content.verdict()) + "**");
    content.summary().forEach(block -> markdown.block(block, TOP));
    for (var chapter : content.chapters()) {
      markdown.out.heading(TOP, chapter.title());
      chapter.blocks().forEach(block -> markdown.block(block, TOP + 1));
    }
    markdown.out.paragraph(content.stamp().line());
    return markdown.out.text();
  }

  private void block(Block block, int level) {
    switch (block) {
      case Block.Paragraph(var line) -> out.paragraph(line(line));
      case Block.Facts(var facts) ->
          out.table(
              List.of("What", "Value"),
              facts.stream()
                  .map(f -> List.of(Markdown.escape(f.name()), line(f.value())))
                  .toList());
      case Block.Table(var _, var head, var rows) ->
          out.table(head, rows.stream().map(r -> r.stream().map(this::line).toList()).toList());
      case Block.Items(var items) -> out.list(items.stream().map(this::line).toList());
      case Block.Tasks(var items) ->
          out.list(items.stream().map(item -> "[ ] " + line(item)).toList());
      case Block.Field(var _, var question) -> out.paragraph(blank(question));
      case Block.Changes(var changes) -> out.diff(changes);
      case Block.Lines(var text) -> out.code("text", text);
      case Block.Timeline _ -> {} // what is drawn elsewhere stands in the table after it
      case Block.Plot(var series) -> plot(series);
      case Block.Part(var title, var blocks) -> {
        out.heading(level, title);
        blocks.forEach(inner -> block(inner, level + 1));
      }
    }
  }

  private void plot(Series series) {
    var limits =
        series.limits().stream().map(Series.Limit::label).collect(Collectors.joining(", "));
    out.paragraph(
        "**"
            + Markdown.escape(series.title())
            + "**"
            + (limits.isEmpty() ? "" : ": " + Markdown.escape(limits)));
    out.list(series.lines().stream().map(Markdown::escape).toList());
  }

  private String line(List<Inline> line) {
    return line.stream().map(this::piece).collect(Collectors.joining());
  }

  private String piece(Inline piece) {
    return switch (piece) {
      case Inline.Text(var text) -> spaced(text);
      case Inline.Strong(var text) -> "**" + Markdown.escape(text) + "**";
      case Inline.Code(var text) -> Markdown.code(text);
      case Inline.State(var word, var _) -> Markdown.escape(word);
      case Inline.File(var name) -> "[" + Markdown.code(name) + "](" + Links.relative(name) + ")";
      case Inline.Blank(var label) -> blank(label);
    };
  }

  /** Between two pieces a space counts, which is nothing at the end of a line. */
  private static String spaced(String text) {
    var before = text.startsWith(" ") ? " " : "";
    var after = text.endsWith(" ") && !text.isBlank() ? " " : "";
    return before + Markdown.escape(text) + after;
  }

  private String blank(String question) {
    return switch (fields) {
      case OPEN -> "_To be filled in: " + Markdown.escape(question) + "_";
      case GAPS -> FilledIn.GAP;
    };
  }
}
