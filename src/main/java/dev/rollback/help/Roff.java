package dev.rollback.help;

import dev.rollback.report.DocBlock;
import dev.rollback.report.DocInline;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A man page as it grows, in the macros of man(7), which groff and mandoc both read. */
final class Roff {
  private static final int WIDTH = 78;

  private final StringBuilder out = new StringBuilder();
  private final UnaryOperator<String> linked;
  private boolean headed;

  /**
   * Nothing yet.
   *
   * @param linked what is said of where a link leads to, after the link's text; may be empty
   */
  Roff(UnaryOperator<String> linked) {
    this.linked = linked;
  }

  /** What a page begins with. */
  record Title(String name, int section, String date, String version) {}

  Roff title(Title title) {
    macro(
        ".TH",
        title.name().toUpperCase(Locale.ROOT),
        String.valueOf(title.section()),
        title.date(),
        "rollback " + title.version(),
        "rollback manual");
    return request(".ad l").request(".nh"); // flush left, and no word is broken
  }

  Roff section(String heading) {
    return heading(".SH", heading.toUpperCase(Locale.ROOT));
  }

  Roff part(String heading) {
    return heading(".SS", heading);
  }

  private Roff heading(String macro, String text) {
    macro(macro, text);
    headed = true;
    return this;
  }

  /** A paragraph of Markdown. */
  Roff paragraph(String markdown) {
    between();
    return line(inline(markdown));
  }

  /** Text in the words of roff, broken into lines that tools can show. */
  Roff line(String roff) {
    var line = new StringBuilder();
    for (var word : roff.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        exact(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return exact(line.toString());
  }

  /** One line, which is no request whatever it begins with. */
  private Roff exact(String roff) {
    headed = false;
    out.append(roff.startsWith(".") || roff.startsWith("'") ? "\\&" : "").append(roff).append('\n');
    return this;
  }

  /** A request of its own line, such as {@code .RE}. */
  Roff request(String request) {
    out.append(request).append('\n');
    return this;
  }

  /** A tag, in the words of roff, and what it means, in Markdown. */
  Roff tagged(String tag, String... meaning) {
    out.append(".TP\n");
    exact(tag);
    for (var i = 0; i < meaning.length; i++) {
      if (i > 0) {
        out.append(".br\n");
      }
      line(inline(meaning[i]));
    }
    return this;
  }

  /** Lines to be read character by character. */
  Roff lines(String text) {
    between();
    out.append(".RS 4\n.nf\n");
    text.lines().forEach(l -> exact(escaped(l)));
    out.append(".fi\n.RE\n");
    return this;
  }

  /** Blocks of the documentation, below a section of this page. */
  Roff blocks(List<DocBlock> blocks) {
    blocks.forEach(this::block);
    return this;
  }

  private void block(DocBlock block) {
    switch (block) {
      case DocBlock.Heading(var level, var text) -> {
        if (level <= 2) {
          section(plain(text));
        } else {
          part(plain(text));
        }
      }
      case DocBlock.Paragraph(var text) -> paragraph(text);
      case DocBlock.Items(var ordered, var items) -> {
        var number = 0;
        for (var item : items) {
          number++;
          out.append(ordered ? ".IP " + number + ". 4\n" : ".IP \\(bu 2\n");
          line(inline(item));
        }
      }
      case DocBlock.Table table ->
          table
              .rows()
              .forEach(
                  row ->
                      tagged(
                          bold(plain(row.getFirst())), table.details(row).toArray(String[]::new)));
      case DocBlock.Lines(var text) -> lines(text);
    }
  }

  /** The page. */
  String text() {
    return out.toString();
  }

  private Roff macro(String name, String... arguments) {
    out.append(name);
    for (var argument : arguments) {
      out.append(" \"").append(argument.replace("\\", "\\e").replace("\"", "\\(dq")).append('"');
    }
    out.append('\n');
    return this;
  }

  String inline(String markdown) {
    return DocInline.of(markdown).stream().map(this::inline).collect(Collectors.joining());
  }

  private String inline(DocInline piece) {
    return switch (piece) {
      case DocInline.Plain(var text) -> escaped(text);
      case DocInline.Strong(var text) -> italic(text);
      case DocInline.Code(var text) -> bold(text);
      case DocInline.Link(var text, var to) -> {
        var where = linked.apply(to);
        yield escaped(text) + (where.isEmpty() ? "" : " (" + bold(where) + ")");
      }
    };
  }

  /** After a heading, there is a space already. */
  private void between() {
    if (!headed) {
      out.append(".PP\n");
    }
    headed = false;
  }

  private static String plain(String markdown) {
    return DocInline.of(markdown).stream().map(DocInline::text).collect(Collectors.joining());
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /** A hyphen stays one that can be copied and searched; what is not ASCII is written by number. */
  static String escaped(String text) {
    var result = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> result.append("\\e");
                case '-' -> result.append("\\-");
                case '\'' -> result.append("\\(aq");
                case '`' -> result.append("\\(ga");
                case '~' -> result.append("\\(ti");
                case '^' -> result.append("\\(ha");
                default -> {
                  if (c < 128) {
                    result.appendCodePoint(c);
                  } else {
                    result.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return result.toString();
  }
}
