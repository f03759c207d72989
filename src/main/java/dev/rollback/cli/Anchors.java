package dev.rollback.cli;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.UserException;
import dev.rollback.journal.Reading;
import dev.rollback.report.FilledIn;
import dev.rollback.report.Layout;
import dev.rollback.report.ReportMarkdown;
import dev.rollback.report.ReportStamp;
import dev.rollback.report.Style;
import dev.rollback.report.html.ReportHtml;
import dev.rollback.run.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a run's journal with what was kept of it elsewhere: a hash, a report. */
final class Anchors {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST = 200_000_000;

  private final Workspace workspace;
  private final Output output;
  private final String run;
  private final Reading reading;

  /** For a run whose journal is intact. */
  Anchors(Workspace workspace, Output output, String run, Reading reading) {
    this.workspace = workspace;
    this.output = output;
    this.run = run;
    this.reading = reading;
  }

  /**
   * What came of a comparison.
   *
   * @param entries how many entries the journal had then; empty where it is not this journal's
   * @param says that it holds, in a sentence; empty where it does not
   * @param problem why it does not hold
   */
  record Result(Optional<Integer> entries, String says, Optional<Diagnostic> problem) {
    boolean holds() {
      return problem.isEmpty();
    }
  }

  /**
   * Whether a hash is that of the last line, now or at an earlier time.
   *
   * @throws UserException when it is no hash
   */
  Result head(String hash) {
    if (!HASH.matcher(hash).matches()) {
      throw new UserException(
          "'" + hash + "' is no SHA-256 in hex: that has 64 of the letters 0-9 and a-f",
          "`rollback evidence head " + run + "` prints the one of now.");
    }
    return reading
        .entriesAt(hash)
        .map(n -> holds(n, "The journal has this head at entry %s".formatted(of(n))))
        .orElseGet(
            () ->
                fails(
                    "no line of the journal of run %s has the hash %s".formatted(run, hash),
                    "The journal was cut off or written anew since that was noted, or it is of"
                        + " another run."));
  }

  private String of(int entry) {
    var all = reading.entries().size();
    return entry == all
        ? "%,d, the last one".formatted(entry)
        : "%,d of %,d; the rest was added later".formatted(entry, all);
  }

  private static Result holds(int entries, String says) {
    return new Result(Optional.of(entries), says + ".", Optional.empty());
  }

  private static Result fails(String problem, String advice) {
    return new Result(Optional.empty(), "", Optional.of(Diagnostic.error(problem).advise(advice)));
  }

  /**
   * Whether a report is the one that is computed from this journal, the fields that people fill in
   * aside.
   *
   * @throws UserException when it cannot be read, or does not say what it was computed from
   */
  Result report(Path file, Path shown) {
    var text = read(file, shown);
    var stamp =
        ReportStamp.in(text)
            .orElseThrow(
                () ->
                    new UserException(
                        shown + " does not say what it was computed from",
                        "Markdown and HTML reports say it in their last line: name one of these."));
    // A directory may have another name on the machine that the record was taken to.
    var recorded = RunState.of(reading.entries()).run();
    if (!stamp.run().equals(recorded)) {
      return fails(
          "%s is the report of run %s, not of %s".formatted(shown, stamp.run(), recorded),
          "rollback evidence verify " + stamp.run() + " --report " + shown);
    }
    return stamp
        .head()
        .flatMap(reading::entriesAt)
        .filter(n -> n == stamp.entries())
        .map(n -> compared(text, stamp, shown))
        .orElseGet(
            () ->
                fails(
                    "%s was not computed from this journal: no line of it has the hash %s"
                        .formatted(shown, stamp.head().orElse("that it names")),
                    "The journal was written anew since, or the report was changed."));
  }

  private static String read(Path file, Path shown) {
    try {
      if (Files.size(file) > LONGEST) {
        throw new UserException(shown + " is too large for a report", "Name a report.");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UserException("cannot read " + shown + ": " + e, "Name a report that is there.");
    }
  }

  private Result compared(String text, ReportStamp stamp, Path shown) {
    var state = RunState.of(reading.entries().subList(0, stamp.entries()));
    var report = new Reports(workspace, output).report(state, stamp.head().orElseThrow());
    var layout = new Layout(Layout.DEFAULT.width(), Style.PLAIN, stamp.zone());
    var page = text.startsWith("<!DOCTYPE html>");
    var form = page ? ReportHtml.form(report, layout) : ReportMarkdown.form(report, layout);
    var given = page ? text : unticked(text);
    return FilledIn.firstDifference(end(workspace.redactor().redact(form)), end(given))
        .map(line -> differs(shown, line))
        .orElseGet(
            () ->
                holds(
                    stamp.entries(),
                    "%s is the report of this journal at entry %s, what people filled in aside"
                        .formatted(shown, of(stamp.entries()))));
  }

  private static Result differs(Path shown, int line) {
    return fails(
        "%s is not the report that this journal gives: it differs in line %,d"
            .formatted(shown, line),
        "It was changed outside of its fields, saved anew by a browser, or written by another"
            + " version of rollback than this one (%s).".formatted(Version.text()));
  }

  /** What is done is ticked off. */
  private static String unticked(String markdown) {
    return markdown.replaceAll("(?m)^- \\[[xX]]", "- [ ]");
  }

  private static String end(String text) {
    return text.stripTrailing() + "\n";
  }
}
