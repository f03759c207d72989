package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.YamlNode;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks the steps of a file that is no scenario as a whole: those that are steps by themselves. A
 * missing owner must not hide a misspelt action.
 */
final class PartialCheck {
  private static final Map<String, Class<? extends Record>> KINDS =
      Map.of(
          "action", StepForm.ActionStep.class,
          "check", StepForm.CheckStep.class,
          "gate", StepForm.GateStep.class,
          "manual", StepForm.ManualStep.class);

  private PartialCheck() {}

  /** What is wrong with the steps that can be read, besides what binding them has told. */
  static List<Diagnostic> of(Catalog catalog, YamlNode tree) {
    if (!(tree instanceof YamlMapping file)) {
      return List.of();
    }
    var check =
        new StepCheck(
            catalog,
            parameters(file),
            evidence(catalog, file),
            new CauseNames(causes(file), calls(values(file, "steps"))),
            Map.of());
    elements(file, "diagnosis").forEach(c -> cause(c, check));
    for (var list : List.of("evidence", "before", "steps", "after")) {
      file.find(list).ifPresent(entry -> visit(entry.value(), check));
    }
    return check.problems();
  }

  private static void visit(YamlNode node, StepCheck check) {
    switch (node) {
      case YamlScalar _ -> {}
      case YamlSequence(var elements, var _) -> elements.forEach(e -> visit(e, check));
      case YamlMapping mapping ->
          kind(mapping)
              .ifPresentOrElse(
                  kind -> step(mapping, kind, check),
                  () -> mapping.entries().forEach(e -> visit(e.value(), check)));
    }
  }

  private static Optional<Class<? extends Record>> kind(YamlMapping mapping) {
    return mapping.keys().stream()
        .filter(KINDS::containsKey)
        .findFirst()
        .map(key -> KINDS.getOrDefault(key, StepForm.ManualStep.class));
  }

  private static void step(YamlMapping mapping, Class<? extends Record> kind, StepCheck check) {
    if (Binder.bind(mapping, kind, BindContext.plain())
            instanceof Checked.Valid<?>(var bound, var _)
        && bound instanceof StepForm form) {
      check.step(form);
    }
  }

  /** The parameters that can be read; of the others the name, so that it is not called unknown. */
  private static Map<String, Shape> parameters(YamlMapping file) {
    var shapes = new LinkedHashMap<String, Shape>();
    for (var declared : values(file, "parameters")) {
      if (declared instanceof YamlMapping mapping) {
        mapping.entries().forEach(e -> shapes.put(e.key().text(), shape(e.value())));
      }
    }
    return shapes;
  }

  private static Shape shape(YamlNode declared) {
    return Binder.bind(declared, Scenario.Parameter.class, BindContext.plain())
            instanceof Checked.Valid<Scenario.Parameter>(var parameter, var _)
        ? ParameterValues.shape(parameter.type())
        : new Shape.Text();
  }

  private static Map<String, Shape> evidence(Catalog catalog, YamlMapping file) {
    var shapes = new LinkedHashMap<String, Shape>();
    for (var check : elements(file, "evidence")) {
      var name = text(check, "check");
      text(check, "id")
          .ifPresent(id -> shapes.put(id, EvidenceShapes.of(catalog, name.orElse(""))));
    }
    return shapes;
  }

  private static Set<String> causes(YamlMapping file) {
    var names = new LinkedHashSet<String>();
    elements(file, "diagnosis").forEach(c -> text(c, "cause").ifPresent(names::add));
    return names;
  }

  /** The ids of the calls among the steps, wherever they stand. */
  private static Set<String> calls(List<YamlNode> nodes) {
    var ids = new LinkedHashSet<String>();
    for (var node : nodes) {
      text(node, "scenario").ifPresent(name -> ids.add(text(node, "id").orElse(name)));
      ids.addAll(
          switch (node) {
            case YamlScalar _ -> Set.of();
            case YamlSequence(var elements, var _) -> calls(elements);
            case YamlMapping mapping ->
                calls(mapping.entries().stream().map(YamlNode.Entry::value).toList());
          });
    }
    return ids;
  }

  private static void cause(YamlNode node, StepCheck check) {
    if (Binder.bind(node, Scenario.Cause.class, BindContext.plain())
        instanceof Checked.Valid<Scenario.Cause>(var cause, var _)) {
      check.cause(cause);
    }
  }

  private static List<YamlNode> elements(YamlMapping file, String key) {
    return values(file, key).stream()
        .flatMap(
            list ->
                list instanceof YamlSequence(var elements, var _) ? elements.stream() : Stream.of())
        .toList();
  }

  private static Optional<String> text(YamlNode node, String key) {
    return values(node, key).stream()
        .flatMap(value -> value instanceof YamlScalar s ? Stream.of(s.text()) : Stream.of())
        .findFirst();
  }

  /** The value of a key, where the node is a mapping that has it. */
  private static List<YamlNode> values(YamlNode node, String key) {
    return node instanceof YamlMapping mapping
        ? mapping.find(key).map(YamlNode.Entry::value).stream().toList()
        : List.of();
  }
}
