package dev.rollback.scenario;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.yaml.BindContext;
import dev.rollback.yaml.Binder;
import dev.rollback.yaml.Interpolation;
import dev.rollback.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives texts and inputs of one scenario their values, and keeps what is wrong with them. */
final class Filling {
  private final BindContext context;
  private final List<Diagnostic> problems = new ArrayList<>();

  Filling(BindContext context) {
    this.context = context;
  }

  /** Everything that was found so far. */
  List<Diagnostic> problems() {
    return List.copyOf(problems);
  }

  /** Something is wrong; the same is told once. */
  void problem(Diagnostic problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** The value; where it has none, its problems are kept. */
  <T> Optional<T> keep(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T>(var value, var _) -> Optional.of(value);
      case Checked.Invalid<T>(var found) -> {
        found.forEach(this::problem);
        yield Optional.empty();
      }
    };
  }

  /** A text with the values of its parameters. */
  Optional<String> filled(Located<String> text) {
    return keep(Interpolation.fill(text, context));
  }

  /** The same; as it was written where it has no value. */
  String text(Located<String> text) {
    return filled(text).orElse(text.value());
  }

  /** The inputs of a step. */
  <A extends Record> Optional<A> inputs(Class<A> type, Optional<YamlNode> with, SourceSpan at) {
    var node = with.orElseGet(() -> new YamlNode.YamlMapping(List.of(), at));
    return keep(Binder.bind(node, type, context, List.of(StepForm.ActionStep.class)));
  }
}
