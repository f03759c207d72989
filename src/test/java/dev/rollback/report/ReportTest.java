package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.plan.FieldChange;
import dev.rollback.plan.PlanDigest;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.scenario.Scenario;
import dev.rollback.shape.Codec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
  static final ReportExtras EXTRAS =
      new ReportExtras(
          "on call: #incidents; escalate to: tech-lead",
          List.of(
              new FollowUp(
                  "Root cause analysis | written",
                  "identity-team",
                  Instant.parse("2026-02-14T03:18:40Z"))),
          Optional.of(
              new Scenario.Estimate(
                  Optional.of(Duration.ofMinutes(15)), Optional.of(Duration.ofMinutes(5)))),
          Optional.of("cd".repeat(32)));

  private static Report report(List<JournalEntry> entries) {
    return Reports.of(SampleRuns.state(entries), EXTRAS);
  }

  @Test
  void textOfARunThatSucceeded() {
    Golden.assertSame(
        "report-succeeded.txt", ReportText.of(report(SampleRuns.succeeded()), Layout.DEFAULT));
  }

  @Test
  void markdownOfARunThatSucceeded() {
    Golden.assertSame(
        "report-succeeded.md", ReportMarkdown.of(report(SampleRuns.succeeded()), Layout.DEFAULT));
  }

  @Test
  void markdownOfARunThatWasTakenBack() {
    Golden.assertSame(
        "report-undone.md", ReportMarkdown.of(report(SampleRuns.undone()), Layout.DEFAULT));
  }

  @Test
  void markdownOfARunThatNeedsAPerson() {
    Golden.assertSame(
        "report-operator.md",
        ReportMarkdown.of(report(SampleRuns.operatorNeeded()), Layout.DEFAULT));
  }

  @Test
  void markdownOfAPlan() {
    Golden.assertSame("plan.md", PlanMarkdown.of(Samples.pointOfNoReturn(), Layout.DEFAULT));
  }

  @Test
  void everyRowOfATableHasAsManyCellsAsItsHead() {
    for (var entries :
        List.of(SampleRuns.succeeded(), SampleRuns.undone(), SampleRuns.declined())) {
      assertTables(ReportMarkdown.of(report(entries), Layout.DEFAULT));
    }
    assertTables(PlanMarkdown.of(Samples.authFailure(), Layout.DEFAULT));
    assertTables(PlanMarkdown.of(Samples.pointOfNoReturn(), Layout.DEFAULT));
  }

  /** Counts the pipes that are not escaped, as a renderer does. */
  static void assertTables(String markdown) {
    var cells = -1;
    for (var line : markdown.lines().toList()) {
      var table = line.startsWith("|");
      var here = table ? line.replace("\\|", "").chars().filter(c -> c == '|').count() : -1;
      if (table && cells != -1) {
        assertThat(here).as(line).isEqualTo(cells);
      }
      cells = (int) here;
    }
  }

  @Test
  void timeToRecoverEndsWithTheLastCheckThatHadToPass() {
    assertThat(report(SampleRuns.succeeded()).timeToRecover())
        .hasValueSatisfying(
            time -> assertThat(time).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7)));
    assertThat(report(SampleRuns.undone()).timeToRecover()).isEmpty();
  }

  @Test
  void whatAChangeDidIsToldWithoutFingerprintsAndHints() {
    var planned = Samples.sampledTokens().diff();
    for (var sample : List.of("token:1", "token:2")) {
      assertThat(changed(Samples.sampled(1234, sample))).as(sample).isEqualTo(planned);
    }
    assertThat(changed(Samples.sampled(1235, "token:2")))
        .containsExactly(new FieldChange("keys", Optional.of("1235"), Optional.of("0")));
    assertThat(changed(Samples.sampled(1234, "token:1").put("kind", "set")))
        .as("what no plan foresaw is told")
        .contains(new FieldChange("kind", Optional.of("set"), Optional.empty()))
        .hasSize(2);
  }

  private static List<FieldChange> changed(JsonNode kept) {
    var step = report(SampleRuns.deleted(kept)).steps().getFirst();
    assertThat(step.kept()).isTrue();
    return step.diff();
  }

  @Test
  void ofManyReadingsMarkdownSaysWhatMatters() {
    var markdown = ReportMarkdown.of(report(SampleRuns.sustained()), Layout.DEFAULT);
    assertThat(markdown)
        .contains(
            """
            - 41 readings, 0.42 to 1.9; first passed at 03:13:11, without a break since 03:13:46
            - last read at 03:15:51: 0.43, PASS

            """)
        .doesNotContain("0.71");
  }

  @Test
  void readingsThatWereNotKeptCountAllTheSame() {
    var entries = SampleRuns.sustained();
    var check = report(entries).checks().stream().filter(c -> c.id().equals("latency")).findFirst();
    assertThat(check.orElseThrow().readings()).hasSize(41);
    var sampled = check.orElseThrow().sampled().orElseThrow();
    assertThat(sampled.count()).isEqualTo(41);
    var more =
        new Report.Judged(
            "latency",
            "",
            Report.Place.STEP,
            check.orElseThrow().result(),
            check.orElseThrow().readings(),
            Optional.empty(),
            Optional.of(
                new Report.Sampled(86_400, sampled.passed(), Optional.empty(), sampled.ranges())));
    assertThat(CheckSeries.of(more, Layout.DEFAULT.zone()).getFirst().all())
        .contains(
            "86,400 readings (41 kept), 0.42 to 1.9; first passed at 03:13:11, not at the end");
  }

  /** They say how many readings there were, and only the last of them. */
  @Test
  void ofJournalsOf010NothingIsSaidOfReadingsThatTheyDoNotHave() {
    var old =
        SampleRuns.sustained().stream()
            .map(
                e ->
                    e.event() instanceof RunEvent.CheckRead(var step, var result, var _)
                        ? new JournalEntry(
                            e.seq(), e.at(), new RunEvent.CheckRead(step, result), e.previous())
                        : e)
            .toList();
    var check = report(old).checks().stream().filter(c -> c.id().equals("latency")).findFirst();
    assertThat(check.orElseThrow().readings()).hasSize(1);
    assertThat(check.orElseThrow().sampled()).isEmpty();
    assertThat(ReportMarkdown.of(report(old), Layout.DEFAULT)).doesNotContain("41 readings,");
  }

  @Test
  void jsonOfManyReadingsIsReadBackAsTheSameReport() throws Exception {
    var report = report(SampleRuns.sustained());
    var tree = new ObjectMapper().readTree(ReportJson.text(report));
    assertThat(Codec.of(Report.class).decode(tree)).isEqualTo(report);
  }

  @Test
  void jsonIsReadBackAsTheSameReport() throws Exception {
    var report = report(SampleRuns.operatorNeeded());
    var tree = new ObjectMapper().readTree(ReportJson.text(report));
    assertThat(Codec.of(Report.class).decode(tree)).isEqualTo(report);
    assertThat(tree.at("/outcome").asText()).isEqualTo("operator-needed");
    assertThat(tree.at("/failures/0/unknown").asBoolean()).isTrue();
  }

  @Test
  void jsonOfAPlanIsReadBackAsThePlanOfItsDigest() throws Exception {
    var tree = new ObjectMapper().readTree(PlanJson.text(Samples.authFailure()));
    var form = Codec.of(PlanJson.Form.class).decode(tree);
    assertThat(form.plan()).isEqualTo(Samples.authFailure());
    assertThat(PlanDigest.of(form.plan())).isEqualTo(form.digest());
  }

  @Test
  void jsonOfARunSaysWhatIsLeftToDo() throws Exception {
    var state = SampleRuns.state(SampleRuns.brokenOff());
    var tree = new ObjectMapper().readTree(RunJson.text(state, false));
    assertThat(tree.at("/remaining/0/command").asText())
        .isEqualTo("rollback resume " + SampleRuns.RUN);
    assertThat(tree.at("/steps/2/phase").asText()).isEqualTo("running");
    assertThat(tree.has("outcome")).isFalse();
  }

  @Test
  void junitOfARunThatSucceededHasNoProblem() throws Exception {
    var suite = suite(ReportJUnit.of(report(SampleRuns.succeeded())));
    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("0");
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(suite.getAttribute("skipped")).isEqualTo("0");
    assertThat(suite.getAttribute("time")).isEqualTo("369.100");
  }

  @Test
  void junitOfARunThatWasTakenBackFailsAlthoughNoCheckDid() throws Exception {
    var suite = suite(ReportJUnit.of(report(SampleRuns.undone())));
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("2");
    var failed = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(((Element) failed.getParentNode()).getAttribute("name")).isEqualTo("run");
  }

  @Test
  void junitCallsInconclusiveAnErrorAndSurvivesAnyCharacter() throws Exception {
    var nothing = JsonNodeFactory.instance.objectNode();
    var bad = Samples.check("a<b", "\"quoted\" & odd", "http.get", "status == 200");
    var suite =
        suite(
            ReportJUnit.of(
                CheckRuns.of(
                    bad.of(Verdict.INCONCLUSIVE, nothing, "no data \u0000 ]]> \ud83d\ude00"),
                    bad.of(Verdict.FAIL, nothing.deepCopy().put("status", 500), ""),
                    Samples.health())));
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    var error = (Element) suite.getElementsByTagName("error").item(0);
    assertThat(error.getTextContent()).contains("no data \\u0000 ]]>");
    assertThat(((Element) error.getParentNode()).getAttribute("name"))
        .isEqualTo("a<b: \"quoted\" & odd");
  }

  private static Element suite(String xml) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("testsuites");
    var suite = (Element) document.getDocumentElement().getElementsByTagName("testsuite").item(0);
    assertThat(String.valueOf(suite.getElementsByTagName("testcase").getLength()))
        .isEqualTo(suite.getAttribute("tests"));
    return suite;
  }
}
