package dev.rollback.report.html;

import static dev.rollback.report.html.Html.el;
import static dev.rollback.report.html.Html.styled;

import dev.rollback.report.Layout;
import dev.rollback.report.Report;
import dev.rollback.report.ReportContent;
import dev.rollback.report.ReportContent.Chapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The report of an incident as one page of HTML: it needs nothing but itself, runs no script, and
 * is read on a screen, on a phone and on paper.
 */
public final class ReportHtml {
  private static final String NOTHING_FROM_ELSEWHERE =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private final ReportContent content;

  private ReportHtml(ReportContent content) {
    this.content = content;
  }

  /** The whole page; of the layout, only the zone counts. */
  public static String of(Report report, Layout layout) {
    return write(report, layout, false);
  }

  /** The same with a {@link dev.rollback.report.FilledIn#GAP} wherever people fill something in. */
  public static String form(Report report, Layout layout) {
    return write(report, layout, true);
  }

  private static String write(Report report, Layout layout, boolean gaps) {
    var page = new ReportHtml(ReportContent.of(report, layout));
    return "<!DOCTYPE html>\n"
        + HtmlText.of(page.page(), gaps)
        + page.content.stamp().line()
        + "\n";
  }

  private Html page() {
    return el("html", head(), body()).with("lang", "en");
  }

  private Html head() {
    return el(
        "head",
        el("meta").with("charset", "utf-8"),
        el("meta")
            .with("http-equiv", "Content-Security-Policy")
            .with("content", NOTHING_FROM_ELSEWHERE),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        meta("generator", "rollback"),
        el("title", "Incident report: " + content.title()),
        el("style", styleSheet()));
  }

  private static Html meta(String name, String value) {
    return el("meta").with("name", name).with("content", value);
  }

  private static String styleSheet() {
    try (var css = ReportHtml.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("the program is not whole: report.css is missing in it");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Html body() {
    return el(
        "body",
        styled("a", "skip", new Html.Text("Skip to the report")).with("href", "#report"),
        header(),
        contents(),
        el("main", content.chapters().stream().map(ReportHtml::chapter).toList())
            .with("id", "report"),
        footer());
  }

  private Html header() {
    var style = "verdict " + States.style(content.tone());
    var sign =
        styled("span", "sign", new Html.Text(States.sign(content.tone())))
            .with("aria-hidden", "true");
    return el(
            "header",
            styled("p", "kind", new Html.Text("Incident report")),
            el("h1", content.title()),
            styled("p", style, sign, el("span", content.verdict())))
        .add(HtmlBlocks.of(content.summary(), 2));
  }

  private Html contents() {
    var links =
        content.chapters().stream()
            .map(c -> el("li", el("a", c.title()).with("href", "#" + c.id())))
            .toList();
    return el("nav", el("ul", links)).with("aria-label", "Contents");
  }

  private static Html chapter(Chapter chapter) {
    var title = chapter.id() + "-title";
    return el("section", el("h2", chapter.title()).with("id", title))
        .add(HtmlBlocks.of(chapter.blocks(), 3))
        .with("id", chapter.id())
        .with("aria-labelledby", title);
  }

  private Html footer() {
    var stamp = content.stamp();
    var source =
        el(
            "p",
            new Html.Text("Computed from the journal of run "),
            el("code", stamp.run()),
            new Html.Text(", entry %,d".formatted(stamp.entries())));
    return el(
        "footer",
        stamp
            .head()
            .map(hash -> source.add(new Html.Text(", hash "), el("code", hash)))
            .orElse(source),
        styled(
            "p",
            "hint",
            new Html.Text(
                "The fields can be filled in right here. To keep what is written in them, print the"
                    + " page, or save it as a complete web page.")));
  }
}
