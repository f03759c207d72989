package dev.rollback.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.SourceSpan;
import java.util.List;
import java.util.Locale;

/**
 * Problems for programs: a list of objects with {@code severity}, {@code message}, and where they
 * are known {@code file}, {@code line}, {@code column}, {@code endLine}, {@code endColumn} (from 1,
 * in UTF-16 units, the end exclusive), {@code advice}, and {@code see}, the command that explains
 * more.
 */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /** The problems in the order given. */
  public static ArrayNode of(List<Diagnostic> problems) {
    var array = JsonNodeFactory.instance.arrayNode();
    problems.forEach(p -> array.add(of(p)));
    return array;
  }

  private static ObjectNode of(Diagnostic problem) {
    var object =
        JsonNodeFactory.instance
            .objectNode()
            .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
            .put("message", problem.message());
    problem.at().ifPresent(at -> place(at, object));
    problem.advice().ifPresent(advice -> object.put("advice", advice));
    problem.topic().ifPresent(topic -> object.put("see", topic.command()));
    return object;
  }

  private static void place(SourceSpan at, ObjectNode into) {
    into.put("file", at.file().name())
        .put("line", at.line())
        .put("column", at.column())
        .put("endLine", at.endLine())
        .put("endColumn", at.endColumn());
  }
}
