package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a mapping that its record does not have: misspelt, indented wrongly, or invented.
 *
 * @param around the records that the mapping stands in, the nearest first
 */
record UnknownKeys(Shape.RecordOf shape, List<Shape.RecordOf> around) {

  List<Diagnostic> in(YamlMapping mapping) {
    var known = keys(shape);
    return mapping.entries().stream()
        .map(e -> e.key())
        .filter(key -> !known.contains(key.text()))
        .map(key -> problem(key, known.stream().filter(k -> mapping.find(k).isEmpty()).toList()))
        .toList();
  }

  private Diagnostic problem(YamlScalar key, List<String> free) {
    var word = key.text();
    var here = "The keys here: " + String.join(", ", keys(shape)) + ".";
    var advice =
        DidYouMean.among(word, free)
            .map(meant -> "Did you mean '" + meant + "'? " + here)
            .or(() -> outside(word))
            .or(() -> inside(word))
            .orElse(here);
    return Diagnostic.error(key.at(), "unknown key '" + word + "'").advise(advice);
  }

  private Optional<String> outside(String word) {
    return around.stream()
        .filter(r -> keys(r).contains(word))
        .findFirst()
        .map(_ -> "'" + word + "' belongs to what is around this; indent it less.");
  }

  private Optional<String> inside(String word) {
    return shape.components().stream()
        .filter(c -> recordIn(c.shape()).filter(r -> keys(r).contains(word)).isPresent())
        .findFirst()
        .map(c -> "'" + word + "' belongs under '" + c.key() + ":'.");
  }

  private static Optional<Shape.RecordOf> recordIn(Shape shape) {
    return switch (shape) {
      case Shape.RecordOf r -> Optional.of(r);
      case Shape.Maybe(var inner) -> recordIn(inner);
      case Shape.At(var inner) -> recordIn(inner);
      case Shape other -> Optional.empty();
    };
  }

  private static List<String> keys(Shape.RecordOf shape) {
    return shape.components().stream()
        .filter(c -> !(c.shape() instanceof Shape.Planned))
        .map(Shape.Component::key)
        .toList();
  }
}
