package dev.rollback.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {

  private static String rendered(String line, int column, int endColumn) {
    var at = new SourceSpan(new SourceFile("r.yaml", line + "\n"), 1, column, 1, endColumn);
    return new DiagnosticText(false).render(List.of(Diagnostic.error(at, "wrong")));
  }

  @Test
  void tabsAndWideTextKeepTheMarkInPlace() {
    assertThat(rendered("\ta: \t日本 x", 5, 8))
        .isEqualTo(
            """
            error: wrong
             --> r.yaml:1:5
              |
            1 |     a:     日本 x
              |        ^^^^^^^^

            1 error
            """);
    assertThat(rendered("𝄞: é x", 7, 8).lines().skip(3).limit(2))
        .containsExactly("1 | 𝄞: é x", "  |      ^");
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    var line = "a".repeat(300) + "HERE" + "b".repeat(300);
    var text = rendered(line, 301, 305).lines().toList();
    assertThat(text.get(3)).isEqualTo("1 | …" + "a".repeat(39) + "HERE" + "b".repeat(55) + "…");
    assertThat(text.get(4)).isEqualTo("  | " + " ".repeat(40) + "^^^^");
    assertThat(rendered("x" + "b".repeat(300), 1, 2).lines().toList().get(3))
        .isEqualTo("1 | x" + "b".repeat(98) + "…");
    assertThat(rendered(line, 1, 605).lines().toList().get(4)).isEqualTo("  | " + "^".repeat(100));
  }

  @Test
  void aPlaceOfNoWidthOrBeyondTheLineHasOneMark() {
    assertThat(rendered("ab", 3, 3).lines().toList().get(4)).isEqualTo("  |   ^");
    assertThat(rendered("ab", 99, 120).lines().toList().get(4)).isEqualTo("  |   ^");
  }

  @Test
  void aSpanOfSeveralLinesIsMarkedInItsFirst() {
    var file = new SourceFile("r.yaml", "a:\n  b: 1\n  c: 2\n");
    var text =
        new DiagnosticText(false)
            .render(List.of(Diagnostic.error(new SourceSpan(file, 2, 3, 3, 7), "wrong")));
    assertThat(text.lines().skip(3).limit(2)).containsExactly("2 |   b: 1", "  |   ^^^^");
  }

  @Test
  void whatATerminalWouldObeyIsShown() {
    var esc = Character.toString(27);
    var text = rendered("a" + esc + "[31mb" + (char) 0x202E, 1, 2);
    assertThat(text)
        .doesNotContain(esc)
        .doesNotContain(Character.toString(0x202E))
        .contains("a\uFFFD[31mb\uFFFD");
    assertThat(new DiagnosticText(false).render(List.of(Diagnostic.error("bad " + esc + "[2J"))))
        .startsWith("error: bad \uFFFD[2J\n");
  }

  @Test
  void problemsWithoutAPlaceWarningsAndTheCount() {
    var file = new SourceFile("r.yaml", "x\n".repeat(12));
    var problems =
        List.of(
            Diagnostic.error("first\nsecond line").advise("Do this."),
            Diagnostic.warning(SourceSpan.at(file, 12, 1), "careful"));
    assertThat(new DiagnosticText(false).render(problems))
        .isEqualTo(
            """
            error: first
                   second line
            help: Do this.

            warning: careful
              --> r.yaml:12:1
               |
            12 | x
               | ^

            1 error, 1 warning
            """);
    assertThat(new DiagnosticText(false).render(List.of())).isEmpty();
  }

  @Test
  void colourAddsNothingToTheWords() {
    var at = new SourceSpan(new SourceFile("r.yaml", "a: b\n"), 1, 4, 1, 5);
    var problems =
        List.of(Diagnostic.error(at, "wrong").advise("Mend it."), Diagnostic.warning(at, "odd"));
    var coloured = new DiagnosticText(true).render(problems);
    assertThat(coloured).contains(Character.toString(27));
    assertThat(coloured.replaceAll(Character.toString(27) + "\\[[0-9;]*m", ""))
        .isEqualTo(new DiagnosticText(false).render(problems));
  }

  @Test
  void asJson() {
    var at = new SourceSpan(new SourceFile("r.yaml", "a: b\n"), 1, 4, 1, 5);
    assertThat(
            DiagnosticJson.of(
                List.of(
                    Diagnostic.error(at, "wrong").advise("Mend it."),
                    Diagnostic.error("no place"))))
        .hasToString(
            "[{\"severity\":\"error\",\"message\":\"wrong\",\"file\":\"r.yaml\",\"line\":1,\"column\":4,\"end-line\":1,\"end-column\":5,\"advice\":\"Mend"
                + " it.\"},{\"severity\":\"error\",\"message\":\"no place\"}]");
  }
}
