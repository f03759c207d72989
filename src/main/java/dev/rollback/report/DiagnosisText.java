package dev.rollback.report;

import dev.rollback.plan.CheckResult;
import dev.rollback.plan.Diagnosis;
import java.util.List;
import java.util.stream.Collectors;

/** Which causes were found and by what, the same in plans, states and reports. */
final class DiagnosisText {
  private DiagnosisText() {}

  /**
   * With its heading.
   *
   * @param evidence what was read
   */
  static void write(Page page, Diagnosis diagnosis, List<CheckResult> evidence) {
    page.heading("Diagnosis");
    for (var cause : diagnosis.causes()) {
      page.entry(
          2,
          tone(cause.verdict()),
          verdict(cause.verdict()),
          CheckLines.VERDICTS,
          Tone.PLAIN,
          cause.id() + ": " + cause.title());
      page.line(2 + CheckLines.VERDICTS, Tone.QUIET, "when " + cause.when());
      page.line(2 + CheckLines.VERDICTS, Tone.QUIET, because(cause, evidence));
    }
    if (diagnosis.idle()) {
      page.line(2, Tone.CARE, NOTHING);
    }
  }

  static final String NOTHING = "No cause that this scenario is for was found: it changes nothing.";

  /** As a table. */
  static void write(Markdown out, Diagnosis diagnosis, List<CheckResult> evidence) {
    out.table(
        List.of("Verdict", "Cause", "When", "Because"),
        diagnosis.causes().stream()
            .map(
                c ->
                    List.of(
                        verdict(c.verdict()),
                        Markdown.escape(c.id() + ": " + c.title()),
                        Markdown.code(c.when()),
                        Markdown.escape(because(c, evidence))))
            .toList());
    if (diagnosis.idle()) {
      out.paragraph("**" + NOTHING + "**");
    }
  }

  static String verdict(Diagnosis.Verdict verdict) {
    return switch (verdict) {
      case FOUND -> "FOUND";
      case NOT_FOUND -> "not found";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  static Tone tone(Diagnosis.Verdict verdict) {
    return switch (verdict) {
      case FOUND -> Tone.BAD;
      case NOT_FOUND -> Tone.QUIET;
      case UNKNOWN -> Tone.CARE;
    };
  }

  /** {@code login FAIL, status=401}, for each evidence that decides it. */
  static String because(Diagnosis.Cause cause, List<CheckResult> evidence) {
    var read =
        evidence.stream()
            .filter(r -> cause.evidence().contains(r.id()))
            .map(r -> read(cause, r))
            .collect(Collectors.joining("; "));
    return cause.verdict() == Diagnosis.Verdict.UNKNOWN
        ? "could not be told: " + cause.why()
        : read.isEmpty() ? "no evidence decides it" : "evidence: " + read;
  }

  /** With the values that the condition or the check's own expectation speaks of. */
  private static String read(Diagnosis.Cause cause, CheckResult result) {
    var values = ChecksText.values(result.values(), cause.when() + " " + result.expect());
    return "%s %s%s"
        .formatted(
            result.id(),
            ChecksText.verdict(result.verdict()),
            values.isEmpty() ? "" : " (" + values + ")");
  }
}
