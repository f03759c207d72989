package dev.rollback.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A page of the documentation for a terminal. */
public final class DocText {
  private static final int INDENT = 2;

  /** Of a table with two columns, the first one stands beside the second up to this width. */
  private static final int BESIDE = 24;

  /** A command up to this length is not broken, so that it can be copied. */
  private static final int WHOLE = 40;

  /** Stands for a blank at which no line is broken. */
  private static final char KEPT = '\u00a0';

  private final Page page;
  private final Function<String, String> linked;

  private DocText(Layout layout, Function<String, String> linked) {
    this.page = new Page(layout);
    this.linked = linked;
  }

  /**
   * The text; it ends with a line break.
   *
   * @param linked what is said of where a link leads to, after the link's text; may be empty
   */
  public static String of(List<DocBlock> blocks, Layout layout, Function<String, String> linked) {
    var text = new DocText(layout, linked);
    blocks.forEach(text::write);
    return text.page.text().replace(KEPT, ' ').stripTrailing() + "\n";
  }

  private void write(DocBlock block) {
    switch (block) {
      case DocBlock.Heading(var level, var text) -> {
        page.blank();
        page.heading(level == 1 ? plain(text).toUpperCase(Locale.ROOT) : plain(text));
        page.blank();
      }
      case DocBlock.Paragraph(var text) -> {
        page.line(INDENT, Tone.PLAIN, plain(text));
        page.blank();
      }
      case DocBlock.Items(var ordered, var items) -> {
        var number = 0;
        for (var item : items) {
          number++;
          page.entry(INDENT, ordered ? number + "." : "-", ordered ? 3 : 2, plain(item));
        }
        page.blank();
      }
      case DocBlock.Table table -> table(table);
      case DocBlock.Lines(var text) -> {
        text.lines().forEach(line -> page.exact(INDENT + 2, Tone.PLAIN, line));
        page.blank();
      }
    }
  }

  /** Each row is a name and what is said of it, beside it or below. */
  private void table(DocBlock.Table table) {
    var column =
        table.rows().stream()
            .mapToInt(r -> plain(r.getFirst()).length() + 2)
            .filter(n -> n <= BESIDE)
            .max()
            .orElse(BESIDE);
    for (var row : table.rows()) {
      var name = plain(row.getFirst());
      var rest = table.details(row).stream().map(this::plain).collect(Collectors.joining("\n"));
      if (name.length() + 2 > column) {
        page.exact(INDENT, Tone.STRONG, name);
        page.line(INDENT + column, Tone.PLAIN, rest);
      } else {
        page.entry(INDENT, Tone.STRONG, name, column, Tone.PLAIN, rest);
      }
    }
    page.blank();
  }

  private String plain(String markdown) {
    return DocInline.of(markdown).stream().map(this::plain).collect(Collectors.joining());
  }

  /** Ticks stay around what is typed: without colours, nothing else says where it ends. */
  private String plain(DocInline piece) {
    return switch (piece) {
      case DocInline.Plain(var text) -> text;
      case DocInline.Strong(var text) -> text;
      case DocInline.Code(var text) -> text.contains(" ") ? kept("`" + text + "`") : text;
      case DocInline.Link(var text, var to) -> {
        var where = linked.apply(to);
        yield where.isEmpty() ? text : text + " (" + kept(where) + ")";
      }
    };
  }

  private static String kept(String command) {
    return command.length() > WHOLE ? command : command.replace(' ', KEPT);
  }
}
