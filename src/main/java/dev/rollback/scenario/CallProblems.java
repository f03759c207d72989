package dev.rollback.scenario;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.Interpolation;
import dev.rollback.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be wrong with a call of another scenario. */
final class CallProblems {
  private final StepForm.ScenarioStep call;
  private final Scenario called;
  private final List<Diagnostic> problems = new ArrayList<>();

  private CallProblems(StepForm.ScenarioStep call, Scenario called) {
    this.call = call;
    this.called = called;
  }

  static Diagnostic cycle(Located<String> name, List<String> way) {
    return Diagnostic.error(
            name.at(),
            "'%s' calls itself in the end: %s, %s"
                .formatted(name.value(), String.join(", ", way), name.value()))
        .advise("Put what both need into a scenario that calls neither.");
  }

  static Diagnostic missing(Located<String> name, SourceFile caller) {
    return Diagnostic.error(name.at(), "there is no scenario '" + name.value() + "'")
        .advise(
            "Its file %s.yaml must stand beside %s or in the directory of runbooks; `rollback list` shows those that are there."
                .formatted(name.value(), caller.name()));
  }

  /** What is wrong with the parameters that a call gives, before the caller's have values. */
  static List<Diagnostic> of(
      StepForm.ScenarioStep call, Scenario called, Map<String, Shape> parameters) {
    var check = new CallProblems(call, called);
    switch (call.with()
        .orElseGet(() -> new YamlNode.YamlMapping(List.of(), call.scenario().at()))) {
      case YamlNode.YamlMapping given -> check.given(given, parameters);
      case YamlNode other ->
          check.problems.add(
              Diagnostic.error(other.at(), "`with` is no mapping of parameters to values")
                  .advise("Write it as in `with: {deployment: grid-api}`."));
    }
    return check.problems;
  }

  /** What is wrong with a value of a parameter that the scenario has. */
  static Optional<Diagnostic> value(String name, Located<String> value, Scenario called) {
    return Optional.ofNullable(called.parameters().get(name))
        .flatMap(declared -> ParameterValues.problem(name, value, declared.type()));
  }

  private void given(YamlNode.YamlMapping given, Map<String, Shape> parameters) {
    given.entries().forEach(e -> entry(e, parameters));
    called
        .parameters()
        .forEach(
            (name, declared) -> {
              if (declared.defaultValue().isEmpty() && given.find(name).isEmpty()) {
                problems.add(
                    Diagnostic.error(
                            call.scenario().at(),
                            "'%s' needs a value for its parameter '%s': %s"
                                .formatted(call.scenario().value(), name, declared.description()))
                        .advise("Give it: `with: {" + name + ": …}`."));
              }
            });
  }

  private void entry(YamlNode.Entry entry, Map<String, Shape> parameters) {
    var name = entry.key().text();
    var declared = called.parameters().get(name);
    if (declared == null) {
      problems.add(unknown(entry.key()));
    } else if (entry.value() instanceof YamlNode.YamlScalar value) {
      var text = new Located<>(value.text(), value.at());
      var found = Interpolation.check(text, parameters);
      problems.addAll(found);
      if (found.isEmpty() && Interpolation.references(value).isEmpty()) {
        value(name, text, called).ifPresent(problems::add);
      }
    } else {
      problems.add(
          Diagnostic.error(entry.value().at(), "the parameter '" + name + "' has one value")
              .advise("Write a single value; a text in quotes."));
    }
  }

  private Diagnostic unknown(YamlNode.YamlScalar name) {
    var known = List.copyOf(called.parameters().keySet());
    return Diagnostic.error(
            name.at(), "'%s' has no parameter '%s'".formatted(call.scenario().value(), name.text()))
        .advise(
            DidYouMean.among(name.text(), known)
                .map(meant -> "Did you mean '" + meant + "'?")
                .orElse(
                    known.isEmpty()
                        ? "It has none."
                        : "It has: " + String.join(", ", known) + "."));
  }
}
