package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.plan.CheckResult;
import dev.rollback.plan.CheckResult.Verdict;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.ArrayList;
import java.util.List;

/** Checks that were read outside of a run, as text and as JSON. */
public final class ChecksReport {
  private ChecksReport() {}

  /** The form of the JSON. */
  @Doc("Checks that were read.")
  public record Form(
      @Doc("Whether every one of them passed.") boolean passed,
      @Doc("The checks.") List<CheckResult> checks) {}

  /** A line or two for each check, and a summary; it ends with a line break. */
  public static String text(List<CheckResult> checks, Layout layout) {
    var page = new Page(layout);
    checks.forEach(check -> CheckLines.write(page, 0, check));
    page.blank();
    page.line(0, passed(checks) ? Tone.GOOD : Tone.BAD, summary(checks));
    return page.text();
  }

  private static String summary(List<CheckResult> checks) {
    var parts = new ArrayList<String>();
    for (var verdict : Verdict.values()) {
      var n = checks.stream().filter(c -> c.verdict() == verdict).count();
      if (n > 0) {
        parts.add(Words.number(n) + " " + ChecksText.verdict(verdict));
      }
    }
    return "Checks: " + (parts.isEmpty() ? "none" : String.join(", ", parts));
  }

  private static boolean passed(List<CheckResult> checks) {
    return checks.stream().allMatch(c -> c.verdict() == Verdict.PASS);
  }

  /** The same of checks that were waited for, which may not all have been read. */
  public static JsonNode json(CheckRun run) {
    return Codec.of(Form.class).encode(new Form(run.healthy(), run.ended().results()));
  }

  /** {@code {passed, checks}}. */
  public static JsonNode json(List<CheckResult> checks) {
    return Codec.of(Form.class).encode(new Form(passed(checks), checks));
  }

  /** The same as text, indented. */
  public static String jsonText(List<CheckResult> checks) {
    return Json.text(json(checks));
  }
}
