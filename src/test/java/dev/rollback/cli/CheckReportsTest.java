package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.console.ScriptedConsole;
import dev.rollback.diagnostic.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What checks leave for others: a report in a file, lines, annotations, a summary. */
class CheckReportsTest extends CheckFixture {
  @Test
  void aReportIsWrittenBesideWhatIsPrinted() throws Exception {
    answers.put("/search", _ -> 503);
    var result = check("--output", "json", "--output", "junit=smoke.xml", "--wait", "200ms");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out())
        .startsWith("{")
        .contains("\"passed\" : false")
        .contains("search FAIL\" ]")
        .endsWith("}\n");
    var suite = suite("smoke.xml");
    assertThat(suite.getAttribute("tests")).isEqualTo("2");
    var failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getTextContent()).contains("expects   status == 200", "\"status\":503");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("smoke.xml"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforeAnythingIsRead() throws IOException {
    Files.writeString(home.resolve("old.xml"), "of the last deployment");
    var there = check("--output", "junit=old.xml");
    assertThat(there.exit()).isEqualTo(3);
    assertThat(there.err()).contains("old.xml is already there");
    var nowhere = check("--output", "junit=no/such/folder/smoke.xml");
    assertThat(nowhere.exit()).isEqualTo(3);
    assertThat(nowhere.err()).contains("there is no directory").contains("Make it first");
    assertThat(asked("/home")).isZero();
    assertThat(home.resolve("old.xml")).hasContent("of the last deployment");
  }

  @Test
  void aFileThatIsLostMeanwhileHidesNoVerdict() throws IOException {
    var folder = Files.createDirectories(home.resolve("reports"));
    answers.put("/home", _ -> gone(folder));
    var passed = check("--output", "junit=reports/smoke.xml");
    assertThat(passed.exit()).as("no report is no success").isEqualTo(3);
    assertThat(passed.err()).contains("cannot write");
    assertThat(last(passed)).endsWith("all 2 checks pass");
    Files.createDirectories(folder);
    answers.put("/search", _ -> 503);
    assertThat(check("--output", "junit=reports/smoke.xml").exit()).isEqualTo(7);
  }

  private static int gone(Path folder) {
    try {
      Files.deleteIfExists(folder);
      return 200;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void formsThatThereAreNotAreRefused() {
    assertThat(check("--output", "junt=a.xml").err()).contains("Did you mean 'junit'?");
    assertThat(check("--output", "junit=").err()).contains("KIND=FILE");
    assertThat(check("--output", "yaml").err()).contains("text, json, jsonl");
    var redactor = new Redactor();
    var script = new ScriptedConsole(redactor);
    var other =
        new InProcess(
                Map.copyOf(environment), home, script, redactor, clock, "x", interrupts, j -> j)
            .run("list", "--output", "junit=a.xml");
    assertThat(other).isEqualTo(2);
    assertThat(script.err()).contains("this command writes no file of kind 'junit'");
  }

  @Test
  void onGitHubItIsShownBesideTheJob() throws IOException {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    Files.writeString(home.resolve("summary.md"), "# Before\n");
    answers.put("/search", _ -> 503);
    var result = check("--output", "json");
    assertThat(result.out()).as("one document").startsWith("{").endsWith("}\n");
    assertThat(result.err().lines())
        .containsExactly(
            "::error title=smoke on staging::smoke on staging: 1 of 2 checks passes: search FAIL",
            "::error title=smoke%3A search%3A A search finds something::FAIL: expects status =="
                + " 200; read status=503");
    assertThat(home.resolve("summary.md"))
        .content()
        .startsWith("# Before\n### smoke on staging: 1 of 2 checks passes: search FAIL\n")
        .contains("| **FAIL** | search: A search finds something |");
  }

  @Test
  void eachReadingIsALineForWhoeverReadsLines() {
    answers.put("/search", n -> n < 3 ? 503 : 200);
    var result = check("--output", "jsonl", "--wait", "1m");
    assertThat(result.exit()).isZero();
    assertThat(result.out().lines().filter(l -> l.contains("\"kind\":\"checked\"")))
        .as("two of the first round, two more, and two of the last")
        .hasSize(6);
    assertThat(last(result)).contains("\"exit\":0").contains("all 2 checks pass");
  }

  @Test
  void aSummaryThatCannotBeWrittenHidesNothing() {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("no/summary.md").toString());
    var result = check();
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("::notice title=smoke on staging::", "::warning title=No job");
  }

  @Test
  void elsewhereNothingIsAnnotated() {
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    assertThat(check().err()).isEmpty();
    assertThat(home.resolve("summary.md")).doesNotExist();
  }

  @Test
  void secretsAreInNoReport() throws IOException {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", home.resolve("summary.md").toString());
    smoke(
        """
        - id: leak
          name: It tells nobody its token
          check: http.post
          with: {path: /leak, body: {a: b}, secret-fields: {token: {env: TOKEN}}}
          expect: status == 201
        """);
    var result = check("--output", "junit=smoke.xml");
    assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(7);
    assertThat(result.out() + result.err()).doesNotContain(TOKEN);
    assertThat(home.resolve("smoke.xml")).content().contains("***").doesNotContain("t0ken");
    assertThat(home.resolve("summary.md")).content().doesNotContain("t0ken");
  }
}
