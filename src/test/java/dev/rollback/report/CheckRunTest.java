package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.report.GitHubAnnotations.Level;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What is said of checks outside of a run: in a line, as JUnit XML, and to GitHub Actions. */
class CheckRunTest {
  private static final Samples.Unjudged LOGIN =
      Samples.check("login", "A user can log in", "http.login", "status == 200");

  private static ObjectNode status(int status) {
    return JsonNodeFactory.instance.objectNode().put("status", status);
  }

  private static CheckResult failing(String id) {
    return Samples.check(id, "", "http.get", "status == 200").of(Verdict.FAIL, status(500), "");
  }

  private static CheckResult passing(String id) {
    return Samples.check(id, "", "http.get", "status == 200").of(Verdict.PASS, status(200), "");
  }

  @Test
  void theVerdictIsOneLine() {
    assertThat(CheckRuns.of(passing("a"), passing("b")).verdict())
        .isEqualTo("smoke on staging: all 2 checks pass after 2 min 10 s");
    assertThat(CheckRuns.of(passing("a")).verdict())
        .isEqualTo("smoke on staging: its check passes after 2 min 10 s");
    assertThat(CheckRuns.of(failing("a")).verdict())
        .isEqualTo("smoke on staging: its check does not pass after 2 min 10 s: a FAIL");
    assertThat(
            CheckRuns.of(
                    passing("a"),
                    failing("b"),
                    LOGIN.of(Verdict.INCONCLUSIVE, status(0), "no answer"))
                .verdict())
        .isEqualTo(
            "smoke on staging: 1 of 3 checks passes after 2 min 10 s: b FAIL, login INCONCLUSIVE");
    assertThat(
            CheckRuns.of(failing("a"), failing("b"), failing("c"), failing("d"), failing("e"))
                .verdict())
        .endsWith(": a FAIL, b FAIL, c FAIL and 2 more");
    assertThat(CheckRuns.interrupted("later", passing("a")).verdict())
        .isEqualTo(
            "smoke on staging: interrupted by SIGINT; 1 of 2 checks passes after 2 min 10 s: later"
                + " NOT READ");
  }

  @Test
  void whatWasStoppedIsNotHealthy() {
    assertThat(CheckRuns.of(passing("a")).healthy()).isTrue();
    assertThat(CheckRuns.interrupted("later", passing("a")).healthy()).isFalse();
    assertThat(ChecksReport.json(CheckRuns.interrupted("later", passing("a"))).at("/passed"))
        .isEqualTo(JsonNodeFactory.instance.booleanNode(false));
  }

  @Test
  void junitHasACaseForEachCheckWithANameOfItsOwn() throws Exception {
    var run =
        CheckRuns.interrupted(
            "later",
            passing("a"),
            failing("b"),
            LOGIN.of(Verdict.INCONCLUSIVE, status(0), "no <answer> \u001b[31m & \ud83d\ude00"));
    var suite = suite(ReportJUnit.of(run));
    assertThat(suite.getAttribute("name")).isEqualTo("smoke");
    assertThat(suite.getAttribute("tests")).isEqualTo("4");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("130.000");
    assertThat(names(suite))
        .containsExactly("a", "b", "login: A user can log in", "later: Not yet");
    var failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("expects status == 200; read status=500");
    assertThat(failure.getTextContent().lines())
        .containsExactly(
            "check     http.get", "expects   status == 200", "read      {\"status\":500}");
    var error = (Element) suite.getElementsByTagName("error").item(0);
    assertThat(error.getTextContent()).contains("no <answer> \\u001b[31m & ");
    assertThat(((Element) error.getParentNode()).getAttribute("time")).isEqualTo("1.500");
  }

  private static List<String> names(Element suite) {
    var cases = suite.getElementsByTagName("testcase");
    return IntStream.range(0, cases.getLength())
        .mapToObj(i -> ((Element) cases.item(i)).getAttribute("name"))
        .toList();
  }

  private static Element suite(String xml) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    return (Element) document.getDocumentElement().getElementsByTagName("testsuite").item(0);
  }

  @Test
  void secretsAreMaskedBeforeAnyFormEscapesThem() {
    var redactor = new Redactor();
    redactor.learn(Sensitive.of("s3cret: 50%, & more"));
    var leaking = JsonNodeFactory.instance.objectNode().put("body", "saw s3cret: 50%, & more");
    var run =
        CheckRuns.of(
                Samples.check("a", "with s3cret: 50%, & more", "http.get", "body == ''")
                    .of(Verdict.FAIL, leaking, "not s3cret: 50%, & more"))
            .masked(redactor);
    for (var text :
        List.of(
            ReportJUnit.of(run),
            String.join("\n", GitHubAnnotations.of(run)),
            ChecksMarkdown.of(run))) {
      assertThat(text).doesNotContain("s3cret").containsAnyOf("***", "\\*\\*\\*");
    }
  }

  @Test
  void annotationsAreEscapedAsTheRunnerReadsThem() {
    assertThat(GitHubAnnotations.command(Level.error, "a: 1,2 100%\nb", "50% of a: b, c\r\nnext"))
        .isEqualTo("::error title=a%3A 1%2C2 100%25 | b::50%25 of a: b, c\\u000d%0Anext");
    assertThat(GitHubAnnotations.command(Level.notice, "%3A", "%0A"))
        .isEqualTo("::notice title=%253A::%250A");
  }

  @Test
  void eachCheckThatDoesNotPassIsAnErrorAndTheVerdictToo() {
    assertThat(GitHubAnnotations.of(CheckRuns.of(passing("a"))))
        .containsExactly(
            "::notice title=smoke on staging::smoke on staging: its check passes after 2 min 10 s");
    assertThat(GitHubAnnotations.of(CheckRuns.of(passing("a"), failing("b"))))
        .containsExactly(
            "::error title=smoke on staging::smoke on staging: 1 of 2 checks passes after 2 min 10"
                + " s: b FAIL",
            "::error title=smoke%3A b::FAIL: expects status == 200; read status=500");
  }

  @Test
  void githubShowsTenErrorsOfAStep() {
    var nine = IntStream.range(0, 9).mapToObj(i -> failing("c" + i)).toList();
    assertThat(GitHubAnnotations.of(CheckRuns.of(nine.toArray(CheckResult[]::new)))).hasSize(10);
    var twelve = new ArrayList<>(nine);
    twelve.addAll(List.of(failing("x"), failing("y"), failing("z")));
    assertThat(GitHubAnnotations.of(CheckRuns.of(twelve.toArray(CheckResult[]::new))))
        .hasSize(10)
        .last()
        .asString()
        .isEqualTo("::error title=smoke on staging::4 more checks do not pass; see the log");
  }

  @Test
  void whatAServerSaysIsNoCommandToTheRunner() {
    assertThat(
            GitHubAnnotations.harmless(
                "read\n  ::set-output name=verdict::healthy\n::add-mask::x\nb ##[group]c a::b"))
        .isEqualTo(
            "read\n  \\::set-output name=verdict::healthy\n\\::add-mask::x\nb ##\\[group]c a::b");
  }

  @Test
  void theSummaryNamesWhatDoesNotPassFirst() {
    var markdown = ChecksMarkdown.of(CheckRuns.of(passing("a|b"), failing("b")));
    assertThat(markdown.lines())
        .containsExactly(
            "### smoke on staging: 1 of 2 checks passes after 2 min 10 s: b FAIL",
            "",
            "| Verdict | Check | What was read |",
            "| --- | --- | --- |",
            "| **FAIL** | b | expects status == 200; read status=500 |",
            "| PASS | a\\|b | expects status == 200; read status=200 |");
    ReportTest.assertTables(markdown);
  }
}
