package dev.rollback.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.lint.Finding;
import java.util.List;

/** What lint found, for programs: as {@link DiagnosticJson}, with the {@code rule}'s id. */
public final class LintJson {
  private LintJson() {}

  /** The findings in the order given. */
  public static ArrayNode of(List<Finding> findings) {
    var array = JsonNodeFactory.instance.arrayNode();
    for (var finding : findings) {
      var problem = (ObjectNode) DiagnosticJson.of(List.of(finding.problem())).get(0);
      array.add(
          JsonNodeFactory.instance.objectNode().put("rule", finding.rule().id()).setAll(problem));
    }
    return array;
  }
}
