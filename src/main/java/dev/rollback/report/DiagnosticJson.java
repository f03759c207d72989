package dev.rollback.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.diagnostic.Topic;
import dev.rollback.shape.Codec;
import dev.rollback.shape.Doc;
import java.util.List;
import java.util.Optional;

/** Problems for programs. */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /** The form of one. Lines and columns count from 1, in UTF-16 units; the end is exclusive. */
  @Doc("A problem: what is wrong, where, and what to do next.")
  public record Form(
      @Doc("Whether it stops the work.") Diagnostic.Severity severity,
      @Doc("What is wrong and why.") String message,
      @Doc("The file in which it stands.") Optional<String> file,
      @Doc("The line, counted from 1.") Optional<Integer> line,
      @Doc("The column, counted from 1 in UTF-16 units.") Optional<Integer> column,
      @Doc("The line in which it ends.") Optional<Integer> endLine,
      @Doc("The column before which it ends.") Optional<Integer> endColumn,
      @Doc("What to do next.") Optional<String> advice,
      @Doc("The command that explains more.") Optional<String> see) {

    /** Of a problem. */
    public static Form of(Diagnostic problem) {
      var at = problem.at();
      return new Form(
          problem.severity(),
          problem.message(),
          at.map(a -> a.file().name()),
          at.map(SourceSpan::line),
          at.map(SourceSpan::column),
          at.map(SourceSpan::endLine),
          at.map(SourceSpan::endColumn),
          problem.advice(),
          problem.topic().map(Topic::command));
    }
  }

  /** The problems in the order given. */
  public static ArrayNode of(List<Diagnostic> problems) {
    var codec = Codec.of(Form.class);
    var array = JsonNodeFactory.instance.arrayNode();
    problems.forEach(p -> array.add(codec.encode(Form.of(p))));
    return array;
  }
}
