package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.PlannedStep;
import dev.rollback.report.html.ReportHtml;
import dev.rollback.run.JournalEntry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The page: what it says, that it is well formed, and that nothing in a run can become markup. */
class ReportHtmlTest {
  private static Report report(List<JournalEntry> entries) {
    return Reports.of(SampleRuns.state(entries), ReportTest.EXTRAS);
  }

  private static String page(List<JournalEntry> entries) {
    return ReportHtml.of(report(entries), Layout.DEFAULT);
  }

  /** Without the style sheet, which is a file of its own. */
  private static void assertGolden(String name, List<JournalEntry> entries) {
    var style = Pattern.compile("<style>.*?</style>", Pattern.DOTALL);
    Golden.assertSame(name, style.matcher(page(entries)).replaceFirst("<style></style>"));
  }

  static Stream<List<JournalEntry>> runs() {
    return Stream.of(
        SampleRuns.succeeded(),
        SampleRuns.undone(),
        SampleRuns.declined(),
        SampleRuns.operatorNeeded(),
        SampleRuns.brokenOff(),
        SampleRuns.resumed(),
        SampleRuns.sustained(),
        SampleRuns.hostile());
  }

  @Test
  void ofARunThatSucceeded() {
    assertGolden("report-succeeded.html", SampleRuns.succeeded());
  }

  @Test
  void ofARunThatWasDeclined() {
    assertGolden("report-declined.html", SampleRuns.declined());
  }

  @Test
  void ofARunThatWasTakenBack() {
    assertGolden("report-undone.html", SampleRuns.undone());
  }

  @Test
  void ofARunThatWasInterruptedAndHasEvidence() {
    assertGolden("report-resumed.html", SampleRuns.resumed());
    Golden.assertSame(
        "report-resumed.md", ReportMarkdown.of(report(SampleRuns.resumed()), Layout.DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void isReadTheSameByAnXmlParser(List<JournalEntry> entries) throws Exception {
    var page = parse(page(entries));
    assertThat(page.getDocumentElement().getTagName()).isEqualTo("html");
    var ids = new HashSet<String>();
    for (var element : elements(page, "*")) {
      var id = element.getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as("the id %s", id).isTrue();
    }
    for (var link : elements(page, "a")) {
      var href = link.getAttribute("href");
      assertThat(!href.startsWith("#") || ids.contains(href.substring(1))).as(href).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void asksNobodyForAnything(List<JournalEntry> entries) throws Exception {
    var page = parse(page(entries));
    for (var name : List.of("script", "link", "img", "iframe", "object", "form", "base", "image")) {
      assertThat(elements(page, name)).as(name).isEmpty();
    }
    for (var element : elements(page, "*")) {
      var attributes = element.getAttributes();
      for (var i = 0; i < attributes.getLength(); i++) {
        var name = attributes.item(i).getNodeName();
        assertThat(name).doesNotStartWith("on").isNotIn("src", "srcset", "style", "xlink:href");
      }
      assertThat(element.getAttribute("href")).doesNotContain(":").doesNotStartWith("/");
    }
    var style = elements(page, "style").getFirst().getTextContent();
    assertThat(style).doesNotContain("@import").doesNotContain("url(h").doesNotContain("//");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void headingsLeaveOutNoLevel(List<JournalEntry> entries) throws Exception {
    var last = 0;
    for (var element : elements(parse(page(entries)), "*")) {
      if (element.getTagName().matches("h[1-6]")) {
        var level = element.getTagName().charAt(1) - '0';
        assertThat(level).as(element.getTextContent()).isLessThanOrEqualTo(last + 1);
        last = level;
      }
    }
  }

  @Test
  void whatAnybodyHasWrittenStaysText() throws Exception {
    var html = page(SampleRuns.hostile());
    assertThat(html)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .doesNotContain("\u202e")
        .doesNotContain("\u0007");
    var text = parse(html).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("<script>alert(1)</script>")
        .contains("\"><img src=x onerror=alert(1)>")
        .contains("\\u202e")
        .contains("</style>");
  }

  @Test
  void aFileOfEvidenceIsLinkedBesideTheReportWhateverItsName() throws Exception {
    var links =
        elements(parse(page(SampleRuns.hostile())), "a").stream()
            .map(a -> a.getAttribute("href"))
            .filter(href -> !href.startsWith("#"))
            .toList();
    assertThat(links)
        .contains("./javascript%3Aalert%281%29", "./..%2F..%2Fetc%2Fpasswd", "./a%20b%22%3E.log");
  }

  @Test
  void aSecretIsMaskedAlthoughItWouldBeEscaped() {
    var redactor = new Redactor();
    redactor.learn(Sensitive.of("<script>alert(1)</script>"));
    redactor.learn(Sensitive.of("pa|ss_*w&rd"));
    var report = report(SampleRuns.hostile()).masked(redactor);
    for (var text :
        List.of(
            ReportHtml.of(report, Layout.DEFAULT),
            ReportMarkdown.of(report, Layout.DEFAULT),
            ReportText.of(report, Layout.DEFAULT))) {
      assertThat(text).doesNotContain("alert(1)&lt;/script").doesNotContain("<script>");
      assertThat(text).doesNotContain("w&amp;rd").doesNotContain("w&rd");
      assertThat(text.replace("\\", "")).contains("***");
    }
  }

  @Test
  void maskingChangesNothingWhereThereIsNoSecret() {
    var report = report(SampleRuns.resumed());
    assertThat(report.masked(new Redactor())).isEqualTo(report);
  }

  @Test
  void theFormHasAGapForEachField() throws Exception {
    var report = report(SampleRuns.succeeded());
    var form = ReportHtml.form(report, Layout.DEFAULT);
    assertThat(form.replace(FilledIn.GAP, "")).isEqualTo(ReportHtml.of(report, Layout.DEFAULT));
    var fields =
        elements(parse(form.replace(FilledIn.GAP, "")), "*").stream()
            .filter(e -> e.getAttribute("role").equals("textbox"))
            .toList();
    assertThat(form.chars().filter(c -> c == 0).count()).isEqualTo(fields.size());
    assertThat(fields).allSatisfy(f -> assertThat(f.getAttribute("aria-label")).isNotBlank());
  }

  @Test
  void markdownSaysWhatThePageSays() throws Exception {
    for (var entries : runs().toList()) {
      var markdown = ReportMarkdown.of(report(entries), Layout.DEFAULT);
      for (var heading : elements(parse(page(entries)), "h2")) {
        assertThat(markdown).contains("\n## " + Markdown.escape(heading.getTextContent()) + "\n");
      }
    }
  }

  @Test
  void aLongWaitDoesNotCrowdOutTheRest() throws Exception {
    var bars =
        elements(parse(page(SampleRuns.resumed())), "rect").stream()
            .filter(r -> !r.getAttribute("x").equals("0%"))
            .toList();
    assertThat(bars).hasSizeGreaterThan(4);
    for (var bar : bars) {
      var x = percent(bar.getAttribute("x"));
      var end = x + percent(bar.getAttribute("width"));
      assertThat(x).isBetween(0.0, 100.0);
      assertThat(end).isBetween(x, 100.0);
      assertThat(end - x).isLessThan(40);
    }
  }

  @Test
  void ofAVeryLongRunNoMoreIsDrawnThanCanBeSeen() throws Exception {
    var html = page(SampleRuns.endless(4000));
    var page = parse(html);
    assertThat(elements(page, "rect")).hasSizeLessThan(1000);
    assertThat(elements(page, "circle")).hasSizeLessThan(1000);
    assertThat(html).contains("There is more than can be drawn").contains("more readings");
    assertThat(elements(page, "tr")).hasSizeGreaterThan(12_000);
  }

  private static double percent(String text) {
    return Double.parseDouble(text.replace("%", ""));
  }

  @Test
  void theTimesAreAsTheJournalHasThem() {
    var report = report(SampleRuns.resumed());
    assertThat(report.spans())
        .filteredOn(s -> s.kind() == Report.Span.Kind.PAUSE)
        .singleElement()
        .satisfies(
            pause ->
                assertThat(Duration.between(pause.from(), pause.to()))
                    .isEqualTo(Duration.ofHours(3)));
    assertThat(report.spans())
        .filteredOn(s -> s.step().equals("drop-tokens"))
        .extracting(Report.Span::end)
        .containsExactly(Report.Span.End.BROKEN_OFF, Report.Span.End.DONE);
    assertThat(report.marks())
        .extracting(Report.Mark::kind)
        .containsExactly(
            Report.Mark.Kind.INTERRUPTED,
            Report.Mark.Kind.ENDED,
            Report.Mark.Kind.RESUMED,
            Report.Mark.Kind.ENDED);
  }

  @Test
  void aQuestionThatNobodyAnsweredIsTold() {
    assertThat(report(SampleRuns.unanswered()).unanswered())
        .singleElement()
        .satisfies(q -> assertThat(q.note()).contains("needs 2 signed approvals"));
    assertThat(report(SampleRuns.declined()).unanswered()).isEmpty();
  }

  @Test
  void whatIsPlottedIsWhatIsComparedOrWasReadAgain() {
    var numbers = JsonNodeFactory.instance.objectNode().put("value", 0.011).put("p-99", 7);
    var was = JsonNodeFactory.instance.objectNode().put("value", 0.01).put("p-99", 5);
    assertThat(series("value < 0.05", numbers, Optional.empty()))
        .containsExactly("has to be < 0.05");
    assertThat(series("p_99 <= baseline.p_99 * 1.2 && value >= 0", numbers, Optional.of(was)))
        .containsExactly("has to be >= 0", "baseline 0.01", "has to be <= 6", "baseline 5");
    assertThat(series("value == 0.011", numbers, Optional.empty())).isEmpty();
    // What is computed from several numbers is no threshold of one of them.
    assertThat(series("value < 0.05 * p_99", numbers, Optional.empty())).isEmpty();
    assertThat(series("2 * value < 1", numbers, Optional.empty())).isEmpty();
  }

  private static List<String> series(
      String expect, ObjectNode values, Optional<JsonNode> baseline) {
    var result = Samples.check("c", "", "prometheus.query", expect).of(Verdict.PASS, values, "");
    var judged =
        new Report.Judged(
            "c",
            "",
            Report.Place.AFTER,
            Optional.of(result),
            List.of(new Report.Reading(result.at(), result.verdict(), values)),
            baseline,
            Optional.empty());
    return CheckSeries.of(judged, Layout.DEFAULT.zone()).stream()
        .flatMap(s -> s.limits().stream())
        .map(Series.Limit::label)
        .toList();
  }

  @Test
  void eachReadingOfACheckThatHadToHoldIsDrawn() throws Exception {
    var page = parse(page(SampleRuns.sustained()));
    var plot =
        elements(page, "figure").stream()
            .filter(e -> e.getAttribute("class").equals("plot"))
            .filter(e -> e.getTextContent().contains("Logging in is not much slower"))
            .findFirst()
            .orElseThrow();
    assertThat(drawn(plot, "circle", "pass")).isEqualTo(41 - 9);
    assertThat(drawn(plot, "text", "fail")).isEqualTo(9);
    assertThat(drawn(plot, "line", "threshold")).isEqualTo(2); // one is the legend's
    assertThat(drawn(plot, "line", "baseline")).isEqualTo(2);
    assertThat(plot.getTextContent())
        .contains(
            "41 readings, 0.42 to 1.9; first passed at 03:13:11, without a break since 03:13:46")
        .contains("last read at 03:15:51: 0.43, PASS");
  }

  private static long drawn(Element plot, String element, String style) {
    var all = plot.getElementsByTagName(element);
    return IntStream.range(0, all.getLength())
        .filter(i -> ((Element) all.item(i)).getAttribute("class").equals(style))
        .count();
  }

  @Test
  void everyStepThatHadATurnHasALane() throws Exception {
    var entries = SampleRuns.undone();
    var page = parse(page(entries));
    var turns = report(entries).spans().stream().map(Report.Span::step).distinct().count();
    var lanes =
        elements(page, "ul").stream()
            .filter(e -> e.getAttribute("class").equals("lanes"))
            .findFirst()
            .orElseThrow()
            .getElementsByTagName("li");
    assertThat(lanes.getLength()).isEqualTo((int) turns);
    assertThat(SampleRuns.state(entries).plan().all().filter(PlannedStep.Gate.class::isInstance))
        .isNotEmpty();
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    for (var i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
