package dev.rollback.scenario;

import dev.rollback.condition.Condition;
import dev.rollback.condition.Variables;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.Passage;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compiles `when` conditions: over `parameters`, `evidence` and, where the runbook has a diagnosis,
 * `causes`; and over nothing else.
 */
final class Conditions {
  private static final Pattern NAMES =
      Pattern.compile(
          "\\b(parameters|evidence)(?:\\.([A-Za-z_][A-Za-z0-9_]*)|\\[['\"]([^'\"]+)['\"]\\])");

  private final Set<String> parameters;
  private final Map<String, Shape> evidence;
  private final CauseNames causes;

  /**
   * Knows the names that may follow `parameters.` and `evidence.`, and those that may be among the
   * causes.
   *
   * @param evidence the form of each, as {@link EvidenceShapes} has it
   * @param causes those that may be found
   */
  Conditions(Set<String> parameters, Map<String, Shape> evidence, CauseNames causes) {
    this.parameters = parameters;
    this.evidence = evidence;
    this.causes = causes;
  }

  /** The condition of a step or of an alternative. */
  Checked<BoundStep.When> compile(Located<String> text) {
    var unknown = causes.problem(text);
    return unknown.isEmpty() ? compile(text, causes.exist()) : new Checked.Invalid<>(unknown);
  }

  /** The condition of a cause, which cannot speak of causes. */
  Checked<BoundStep.When> cause(Located<String> text) {
    var circular = CauseNames.circular(text);
    return circular.isEmpty() ? compile(text, false) : new Checked.Invalid<>(circular);
  }

  private Checked<BoundStep.When> compile(Located<String> text, boolean diagnosed) {
    return Condition.compile(text, variables(diagnosed))
        .then(
            condition -> {
              var problems = unknownNames(text);
              return problems.isEmpty()
                  ? Checked.valid(new BoundStep.When(text.value(), condition, named(text.value())))
                  : new Checked.Invalid<>(problems);
            });
  }

  private Variables variables(boolean diagnosed) {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("parameters", new Shape.MapOf(new Shape.Tree()));
    shapes.put("evidence", new Shape.MapOf(Shapes.ofRecord(EvidenceResult.class)));
    if (diagnosed) {
      shapes.put(CauseNames.VARIABLE, new Shape.ListOf(new Shape.Text()));
    }
    evidence.forEach((id, shape) -> shapes.put("evidence." + id, shape));
    return new Variables(shapes);
  }

  /**
   * The maps are open to CEL; that a name in them is misspelt must be found before the incident.
   */
  private List<Diagnostic> unknownNames(Located<String> text) {
    var problems = new ArrayList<Diagnostic>();
    var matcher = NAMES.matcher(text.value());
    while (matcher.find()) {
      var of = matcher.group(1);
      var dotted = matcher.group(2) != null;
      var name = dotted ? matcher.group(2) : matcher.group(3);
      var known = known(of);
      if (known.stream()
          .noneMatch(k -> k.equals(name) || (dotted && written(k, of).equals(name)))) {
        var at = Passage.of(text, matcher.start(dotted ? 2 : 3), matcher.end(dotted ? 2 : 3));
        problems.add(
            Diagnostic.error(at, "there is no '" + name + "' in `" + of + "`")
                .advise(
                    DidYouMean.among(name, known)
                        .map(meant -> "Did you mean '" + written(meant, of) + "'?")
                        .orElse(
                            known.isEmpty()
                                ? "This runbook has no `" + of + "`."
                                : "There are: " + String.join(", ", known) + ".")));
      }
    }
    return problems;
  }

  /** The evidence that a condition names, by id, in the order of the runbook. */
  private List<String> named(String condition) {
    var names =
        NAMES
            .matcher(condition)
            .results()
            .filter(m -> m.group(1).equals("evidence"))
            .map(m -> m.group(2) == null ? m.group(3) : m.group(2))
            .toList();
    return evidence.keySet().stream()
        .filter(id -> names.contains(id) || names.contains(written(id, "evidence")))
        .toList();
  }

  private Collection<String> known(String of) {
    return of.equals("parameters") ? parameters : evidence.keySet();
  }

  /** As it can be written behind a dot. */
  private static String written(String name, String of) {
    return of.equals("parameters") ? name : name.replace('-', '_');
  }
}
