package dev.rollback.report;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Diagnostic.Severity;
import dev.rollback.diagnostic.SourceSpan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders problems for a person: what is wrong, where, the line itself with a mark under the place,
 * and what to do. Colour only repeats what the words say.
 */
public final class DiagnosticText {
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String CYAN = "\u001b[36m";
  private static final String RESET = "\u001b[0m";

  private final boolean colour;

  /** With terminal colours or without. */
  public DiagnosticText(boolean colour) {
    this.colour = colour;
  }

  /**
   * All problems in the order given, one blank line between two, and their count in the last line.
   */
  public String render(List<Diagnostic> problems) {
    if (problems.isEmpty()) {
      return "";
    }
    return problems.stream().map(this::render).collect(Collectors.joining("\n"))
        + "\n"
        + see(problems)
        + count(problems)
        + "\n";
  }

  private String render(Diagnostic problem) {
    var out = new StringBuilder();
    out.append(heading(problem)).append(": ").append(indented(problem.message(), 7)).append('\n');
    problem.at().ifPresent(at -> place(at, problem.severity(), out));
    problem
        .advice()
        .ifPresent(
            a -> out.append(paint(CYAN, "help")).append(": ").append(indented(a, 6)).append('\n'));
    return out.toString();
  }

  /** What explains more, once for all the problems that it explains. */
  private String see(List<Diagnostic> problems) {
    return problems.stream()
        .flatMap(p -> p.topic().stream())
        .distinct()
        .map(topic -> paint(CYAN, "see") + ": " + topic.command() + "\n")
        .collect(Collectors.joining());
  }

  private String heading(Diagnostic problem) {
    return switch (problem.severity()) {
      case ERROR -> paint(RED, "error");
      case WARNING -> paint(YELLOW, "warning");
    };
  }

  private void place(SourceSpan at, Severity severity, StringBuilder out) {
    var number = String.valueOf(at.line());
    var gutter = " ".repeat(number.length());
    out.append(gutter).append("--> ").append(SourceLine.printable(at.location())).append('\n');
    if (at.file().text().isEmpty()) {
      return;
    }
    var line = SourceLine.of(at);
    var mark = paint(severity == Severity.ERROR ? RED : YELLOW, "^".repeat(line.width()));
    out.append(gutter).append(" |\n");
    out.append((number + " | " + line.text()).stripTrailing()).append('\n');
    out.append(gutter).append(" | ").append(" ".repeat(line.indent())).append(mark).append('\n');
  }

  private static String indented(String text, int columns) {
    return text.lines()
        .map(SourceLine::printable)
        .collect(Collectors.joining("\n" + " ".repeat(columns)));
  }

  private static String count(List<Diagnostic> problems) {
    var errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    var warnings = problems.size() - errors;
    if (errors == 0) {
      return number(warnings, "warning");
    }
    return number(errors, "error") + (warnings == 0 ? "" : ", " + number(warnings, "warning"));
  }

  private static String number(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private String paint(String code, String text) {
    return colour ? code + text + RESET : text;
  }
}
