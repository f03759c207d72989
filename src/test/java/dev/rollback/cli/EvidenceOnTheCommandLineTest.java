package dev.rollback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was kept of a run elsewhere, its head or a report, is compared with its journal. */
class EvidenceOnTheCommandLineTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/journals/0.1.0/failed-and-undone");
  private static final String RUN = "20260115-0300-0001";

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void aRunThatWasRecorded() throws IOException {
    shell = new Shell(home);
    Files.createDirectories(journal().getParent());
    for (var name : List.of("journal.jsonl", "1-keys.blob")) {
      Files.copy(RECORDED.resolve(name), journal().resolveSibling(name));
    }
  }

  private Path journal() {
    return shell.state().resolve("rollback/runs").resolve(RUN).resolve("journal.jsonl");
  }

  private String head() throws IOException {
    var shown = shell.run("evidence", "head", RUN, "--output", "json");
    return new ObjectMapper().readTree(shown.out()).get("head").asText();
  }

  private Path report(String name) {
    var made = shell.run("report", RUN, "-o", name);
    assertThat(made.exit()).as(made.err()).isZero();
    return home.resolve(name);
  }

  @Test
  void theHeadIsPrintedForPeopleToo() throws IOException {
    assertThat(shell.run("evidence", "head", RUN).out())
        .contains("run      " + RUN)
        .contains("head     " + head());
  }

  @Test
  void theHeadOfNowHolds() throws IOException {
    var verified = shell.run("evidence", "verify", RUN, "--head", head());
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("has this head at entry").contains("the last one");
  }

  @Test
  void aHeadFromBeforeMoreWasRecordedHolds() throws IOException {
    var whole = Files.readAllLines(journal());
    Files.write(journal(), whole.subList(0, 4));
    var early = head();
    Files.write(journal(), whole);
    var verified = shell.run("evidence", "verify", RUN, "--head", early);
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("at entry 4 of " + whole.size());
  }

  @Test
  void aJournalThatWasCutOffHasLostItsHead() throws IOException {
    var head = head();
    var whole = Files.readAllLines(journal());
    Files.write(journal(), whole.subList(0, whole.size() - 1));
    assertThat(shell.run("evidence", "verify", RUN).exit()).isZero();
    var verified = shell.run("evidence", "verify", RUN, "--head", head);
    assertThat(verified.exit()).isEqualTo(3);
    assertThat(verified.err()).contains("no line of the journal").contains("cut off");
  }

  @Test
  void whatIsNoHashIsABadCommandLine() {
    var verified = shell.run("evidence", "verify", RUN, "--head", "latest");
    assertThat(verified.exit()).isEqualTo(2);
    assertThat(verified.err()).contains("'latest' is no SHA-256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.md", "report.html"})
  void theReportOfThisJournalHolds(String name) {
    report(name);
    var verified = shell.run("evidence", "verify", RUN, "--report", name);
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains(name + " is the report of this journal at entry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"markdown", "html"})
  void soDoesOneThatWasPrinted(String format) throws IOException {
    var printed = shell.run("report", RUN, "--format", format).out();
    Files.writeString(home.resolve("printed"), printed);
    var verified = shell.run("evidence", "verify", RUN, "--report", "printed");
    assertThat(verified.exit()).as(verified.err()).isZero();
  }

  @Test
  void whatPeopleFilledInIsTheirs() throws IOException {
    edit(
        report("report.md"),
        "_To be filled in: What was the cause, and how was it found?_",
        "DNS.");
    edit(home.resolve("report.md"), "- [ ] ", "- [x] ");
    edit(
        report("report.html"),
        "What was the cause, and how was it found?\"></div>",
        "What was the cause, and how was it found?\">DNS &amp; more.</div>");
    for (var name : List.of("report.md", "report.html")) {
      var verified = shell.run("evidence", "verify", RUN, "--report", name);
      assertThat(verified.exit()).as(verified.err()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.md", "report.html"})
  void anotherWordOutsideOfTheFieldsIsFound(String name) throws IOException {
    edit(report(name), "oncall", "nobody");
    var verified = shell.run("evidence", "verify", RUN, "--report", name);
    assertThat(verified.exit()).isEqualTo(3);
    assertThat(verified.err()).contains("it differs in line ").contains("outside of its fields");
  }

  @Test
  void aReportOfAnotherRunOrOfNoneIsRefused() throws IOException {
    edit(report("report.md"), "report: run " + RUN, "report: run another");
    var other = shell.run("evidence", "verify", RUN, "--report", "report.md");
    assertThat(other.exit()).isEqualTo(3);
    assertThat(other.err()).contains("is the report of run another");
    Files.writeString(home.resolve("letter.md"), "# Dear all\n");
    var none = shell.run("evidence", "verify", RUN, "--report", "letter.md");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("does not say what it was computed from");
    var gone = shell.run("evidence", "verify", RUN, "--report", "gone.md");
    assertThat(gone.exit()).isEqualTo(2);
    assertThat(gone.err()).contains("cannot read gone.md");
  }

  @Test
  void aReportOfAJournalThatWasWrittenAnewIsRefused() throws IOException {
    report("report.md");
    edit(home.resolve("report.md"), head(), "ab".repeat(32));
    var verified = shell.run("evidence", "verify", RUN, "--report", "report.md");
    assertThat(verified.exit()).isEqualTo(3);
    assertThat(verified.err()).contains("was not computed from this journal");
  }

  @Test
  void theDocumentSaysBoth() throws IOException {
    report("report.html");
    var verified =
        shell.run(
            "evidence",
            "verify",
            RUN,
            "--head",
            "ab".repeat(32),
            "--report",
            "report.html",
            "--output",
            "json");
    var document = new ObjectMapper().readTree(verified.out());
    assertThat(verified.exit()).isEqualTo(3);
    assertThat(document.at("/intact").asBoolean()).isTrue();
    assertThat(document.at("/anchored-head/holds").asBoolean(true)).isFalse();
    assertThat(document.at("/report/holds").asBoolean()).isTrue();
  }

  @Test
  void aReportIsNeverWrittenOverAFile() {
    report("report.html");
    var again = shell.run("report", RUN, "-o", "report.html");
    assertThat(again.exit()).isEqualTo(3);
    assertThat(again.err()).contains("is already there");
  }

  private static void edit(Path file, String from, String to) throws IOException {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
