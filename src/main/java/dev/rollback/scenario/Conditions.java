package dev.rollback.scenario;

import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Compiles `when` conditions: over `parameters` and `evidence`, and over nothing else. */
final class Conditions {
  private static final Pattern NAMES =
      Pattern.compile(
          "\\b(parameters|evidence)(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[['\"]([^'\"]+)['\"]\\])");
  private static final Variables VARIABLES =
      new Variables(
          Map.of(
              "parameters", new Shape.MapOf(new Shape.Tree()),
              "evidence", new Shape.MapOf(Shapes.ofRecord(EvidenceResult.class))));

  private final Map<String, Set<String>> names;

  /** Knows the names that may follow `parameters.` and `evidence.`. */
  Conditions(Set<String> parameters, Set<String> evidence) {
    this.names = Map.of("parameters", parameters, "evidence", evidence);
  }

  Checked<BoundStep.When> compile(Located<String> text) {
    return Condition.compile(text, VARIABLES)
        .then(
            condition -> {
              var problems = unknownNames(text);
              return problems.isEmpty()
                  ? Checked.valid(new BoundStep.When(text.value(), condition))
                  : new Checked.Invalid<>(problems);
            });
  }

  /**
   * The maps are open to CEL; that a name in them is misspelt must be found before the incident.
   */
  private List<Diagnostic> unknownNames(Located<String> text) {
    var problems = new ArrayList<Diagnostic>();
    var matcher = NAMES.matcher(text.value());
    while (matcher.find()) {
      var of = matcher.group(1);
      var name = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      var known = names.getOrDefault(of, Set.of());
      if (!known.contains(name)) {
        problems.add(
            Diagnostic.error(text.at(), "there is no '" + name + "' in `" + of + "`")
                .advise(
                    DidYouMean.among(name, List.copyOf(known))
                        .map(meant -> "Did you mean '" + meant + "'?")
                        .orElse(
                            known.isEmpty()
                                ? "This runbook has no `" + of + "`."
                                : "There are: " + String.join(", ", known) + ".")));
      }
    }
    return problems;
  }
}
