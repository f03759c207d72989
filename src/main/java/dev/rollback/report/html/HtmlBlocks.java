package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;
import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Block;
import dev.rollback.report.DiffLines;
import dev.rollback.report.Inline;
import dev.rollback.report.Links;
import dev.rollback.report.html.Html.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parts of chapters as HTML. */
final class HtmlBlocks {
  /** A longer table is folded: what is looked for is seldom in it. */
  private static final int LONG = 15;

  /** What is shorter than this stays on one line. */
  private static final int SHORT = 12;

  private static final Pattern COMPOSED = Pattern.compile("(?<=[./_:,=])(?=.)");

  private HtmlBlocks() {}

  static List<Html> of(List<Block> blocks, int level) {
    return blocks.stream().map(block -> of(block, level)).toList();
  }

  private static Html of(Block block, int level) {
    return switch (block) {
      case Block.Paragraph(var line) -> el("p", line(line));
      case Block.Facts(var facts) ->
          styled("dl", "facts").add(facts.stream().map(HtmlBlocks::fact).toList());
      case Block.Table table -> table(table);
      case Block.Items(var items) ->
          el("ul", items.stream().map(item -> el("li", line(item))).toList());
      case Block.Tasks(var items) ->
          styled("ul", "tasks").add(items.stream().map(HtmlBlocks::task).toList());
      case Block.Field(var label, var question) -> field("div", "field", label, question);
      case Block.Changes(var changes) ->
          styled("pre", "diff").add(DiffLines.of(changes).stream().map(HtmlBlocks::diff).toList());
      case Block.Lines(var text) -> el("pre", text);
      case Block.Timeline(var lanes) -> TimelineDrawing.of(lanes);
      case Block.Plot(var series) -> PlotDrawing.of(series);
      case Block.Part(var title, var blocks) ->
          styled("section", "part", el("h" + level, title)).add(of(blocks, level + 1));
    };
  }

  private static Html fact(Block.Fact fact) {
    return el("div", el("dt", fact.name()), el("dd", line(fact.value())));
  }

  /** The task is told beside its box, which stays a thing of its own: it may hold a field. */
  private static Html task(List<Inline> item) {
    var text = new StringBuilder();
    item.forEach(piece -> text.append(plain(piece)));
    var box = el("input").with("type", "checkbox").with("aria-label", "Done: " + text);
    return el("li", box, el("span", line(item)));
  }

  private static String plain(Inline piece) {
    return switch (piece) {
      case Inline.Text(var text) -> text;
      case Inline.Strong(var text) -> text;
      case Inline.Code(var text) -> text;
      case Inline.State(var word, var _) -> word;
      case Inline.File(var name) -> name;
      case Inline.Blank(var label) -> label;
    };
  }

  /** Where the width is small each row is a card: the roles keep it a table all the same. */
  private static Html table(Block.Table table) {
    var head = table.head().stream().map(HtmlBlocks::heading).toList();
    var rows = table.rows().stream().map(row -> row(table.head(), row)).toList();
    var whole =
        el(
                "table",
                el("caption", table.caption()),
                el("thead", el("tr", head).with("role", "row")).with("role", "rowgroup"),
                el("tbody", rows).with("role", "rowgroup"))
            .with("role", "table");
    return table.rows().size() > LONG
        ? el(
            "details",
            el("summary", "%s: %,d lines".formatted(table.caption(), rows.size())),
            whole)
        : whole;
  }

  private static Element heading(String name) {
    return el("th", name).with("scope", "col").with("role", "columnheader");
  }

  private static Html row(List<String> head, List<List<Inline>> row) {
    var cells = new ArrayList<Html>();
    for (var i = 0; i < row.size(); i++) {
      var cell = cell(row.get(i));
      cells.add(row.get(i).isEmpty() ? cell : cell.with("data-label", head.get(i)));
    }
    return el("tr", cells).with("role", "row");
  }

  private static Element cell(List<Inline> line) {
    var cell = el("td", line(line)).with("role", "cell");
    var length = line.stream().mapToInt(piece -> plain(piece).length()).sum();
    return length <= SHORT ? cell.with("class", "short") : cell;
  }

  private static Html diff(DiffLines.Line line) {
    return el(line.added() ? "ins" : "del", line.signed());
  }

  /** A long name may be broken where it is composed; nothing is added to it when it is copied. */
  private static Element code(String text) {
    var parts = new ArrayList<Html>();
    for (var part : COMPOSED.split(text, -1)) {
      if (!parts.isEmpty()) {
        parts.add(el("wbr"));
      }
      parts.add(new Html.Text(part));
    }
    return el("code", parts);
  }

  private static Element field(String element, String style, String label, String question) {
    return styled(element, style, new Html.Gap())
        .with("role", "textbox")
        .with("aria-multiline", "true")
        .with("contenteditable", "plaintext-only")
        .with("aria-label", label.equals(question) ? label : label + ": " + question)
        .with("data-question", question);
  }

  static List<Html> line(List<Inline> line) {
    return line.stream().map(HtmlBlocks::piece).toList();
  }

  private static Html piece(Inline piece) {
    return switch (piece) {
      case Inline.Text(var text) -> new Html.Text(text);
      case Inline.Strong(var text) -> el("strong", text);
      case Inline.Code(var text) -> code(text);
      case Inline.State(var word, var tone) -> States.of(word, tone);
      case Inline.File(var name) -> el("a", code(name)).with("href", Links.relative(name));
      case Inline.Blank(var label) -> field("span", "blank", label, label);
    };
  }
}
