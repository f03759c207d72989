package dev.rollback.report.html;

import dev.rollback.report.FilledIn;
import dev.rollback.report.Printable;
import java.util.Set;

/**
 * Writes a page so that a browser and an XML parser read the same tree. Everything that is not a
 * name of this program is escaped, and what is invisible is written out.
 */
final class HtmlText {
  private static final Set<String> VOID = Set.of("meta", "input", "wbr");
  private static final Set<String> INLINE =
      Set.of("span", "code", "strong", "a", "b", "del", "ins", "small", "input", "wbr");

  private final StringBuilder out = new StringBuilder();
  private final boolean gaps;

  private HtmlText(boolean gaps) {
    this.gaps = gaps;
  }

  /**
   * The whole page, with a line break at its end.
   *
   * @param gaps whether each place that people fill in holds a {@link FilledIn#GAP}
   */
  static String of(Html page, boolean gaps) {
    var text = new HtmlText(gaps);
    text.write(page);
    return text.out.append('\n').toString();
  }

  private void write(Html html) {
    switch (html) {
      case Html.Text(var text) -> escape(Printable.lines(text), out);
      case Html.Gap _ -> out.append(gaps ? FilledIn.GAP : "");
      case Html.Element element -> element(element);
    }
  }

  private void element(Html.Element element) {
    var name = element.name();
    if (!INLINE.contains(name) && !out.isEmpty() && out.charAt(out.length() - 1) == '>') {
      out.append('\n');
    }
    out.append('<').append(name);
    element.attributes().forEach(this::attribute);
    if (VOID.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    if (name.equals("style")) {
      element.children().forEach(this::raw);
    } else {
      element.children().forEach(this::write);
    }
    out.append("</").append(name).append('>');
  }

  /** A style sheet is not escaped by HTML and would be by XML: it has nothing to be escaped. */
  private void raw(Html html) {
    if (!(html instanceof Html.Text(var text)) || text.contains("<") || text.contains("&")) {
      throw new IllegalArgumentException("a style sheet has no < and no &");
    }
    out.append(text);
  }

  private void attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    escape(Printable.line(value), out);
    out.append('"');
  }

  private static void escape(String text, StringBuilder into) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '&' -> into.append("&amp;");
        case '<' -> into.append("&lt;");
        case '>' -> into.append("&gt;");
        case '"' -> into.append("&quot;");
        case '\'' -> into.append("&#39;");
        default -> into.append(c);
      }
    }
  }
}
