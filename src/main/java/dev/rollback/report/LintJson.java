package dev.rollback.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.lint.Finding;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** What lint found, for programs. */
public final class LintJson {
  private LintJson() {}

  /** A finding. */
  @Doc("Something in a runbook that is allowed and will be regretted.")
  public record Entry(
      @Doc("The id of the rule.") String rule,
      @Doc("What is wrong and why.") String message,
      @Doc("The file in which it stands.") Optional<String> file,
      @Doc("The line, counted from 1.") Optional<Integer> line,
      @Doc("The column, counted from 1 in UTF-16 units.") Optional<Integer> column,
      @Doc("The line in which it ends.") Optional<Integer> endLine,
      @Doc("The column before which it ends.") Optional<Integer> endColumn,
      @Doc("What to do next.") Optional<String> advice) {

    private static Entry of(Finding finding) {
      var p = DiagnosticJson.Form.of(finding.problem());
      return new Entry(
          finding.rule().id(),
          p.message(),
          p.file(),
          p.line(),
          p.column(),
          p.endLine(),
          p.endColumn(),
          p.advice());
    }
  }

  /** The form of the JSON. */
  @Doc("What lint found.")
  public record Form(
      @Doc("The runbooks that were read.") List<String> files,
      @Doc("The findings.") List<Entry> findings) {}

  /** The findings in the order given. */
  public static JsonNode of(List<String> files, List<Finding> findings) {
    return Codec.of(Form.class).encode(new Form(files, findings.stream().map(Entry::of).toList()));
  }
}
