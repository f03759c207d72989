package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.YamlNode.Entry;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.List;
import java.util.stream.Collectors;

/** How shapes and nodes are called in messages. */
final class Wording {
  private Wording() {}

  /** As in: must be <i>a whole number</i>. */
  static String wanted(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> "text";
      case Shape.Whole _ -> "a whole number";
      case Shape.Decimal _ -> "a number";
      case Shape.Flag _ -> "true or false";
      case Shape.Period _ -> "a duration";
      case Shape.Moment _ -> "a moment";
      case Shape.Day _ -> "a day";
      case Shape.Choice c -> "one of " + String.join(", ", c.words());
      case Shape.Maybe(var inner) -> wanted(inner);
      case Shape.At(var inner) -> wanted(inner);
      case Shape.Aside(var inner) -> wanted(inner);
      case Shape.ListOf _ -> "a list";
      case Shape.MapOf _, Shape.RecordOf _ -> "a mapping";
      case Shape.OneOf o -> "a mapping with one of the keys " + String.join(", ", firstKeys(o));
      case Shape.Tree _, Shape.AsWritten _ -> "anything";
      case Shape.Planned _ -> "the time of the plan";
    };
  }

  /** How such a value is written. */
  static String example(Shape shape) {
    return switch (shape) {
      case Shape.Text _, Shape.Tree _, Shape.AsWritten _, Shape.Planned _ -> "…";
      case Shape.Whole _ -> "5";
      case Shape.Decimal _ -> "0.5";
      case Shape.Flag _ -> "true";
      case Shape.Period _ -> "PT30S";
      case Shape.Moment _ -> "2026-01-31T12:00:00Z";
      case Shape.Day _ -> "2026-01-31";
      case Shape.Choice c -> c.words().getFirst();
      case Shape.Maybe(var inner) -> example(inner);
      case Shape.At(var inner) -> example(inner);
      case Shape.Aside(var inner) -> example(inner);
      case Shape.ListOf(var element) -> "[" + example(element) + "]";
      case Shape.MapOf(var value) -> "{name: " + example(value) + "}";
      case Shape.RecordOf r ->
          r.components().stream()
              .filter(Shape.Component::required)
              .map(
                  c ->
                      c.key()
                          + ": "
                          + (c.shape() instanceof Shape.RecordOf ? "{…}" : example(c.shape())))
              .collect(Collectors.joining(", ", "{", "}"));
      case Shape.OneOf o -> "{" + firstKeys(o).getFirst() + ": …}";
    };
  }

  /** Whether a value of this shape stands in the file as a text that is read by us, not by YAML. */
  static boolean writtenAsText(Shape shape) {
    return switch (shape) {
      case Shape.Text _, Shape.Period _, Shape.Moment _, Shape.Day _, Shape.Choice _ -> true;
      case Shape.Maybe(var inner) -> writtenAsText(inner);
      case Shape.At(var inner) -> writtenAsText(inner);
      case Shape.Aside(var inner) -> writtenAsText(inner);
      case Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.ListOf _,
          Shape.MapOf _,
          Shape.RecordOf _,
          Shape.OneOf _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ ->
          false;
    };
  }

  /** As in: but is <i>a list</i>. */
  static String found(YamlNode node) {
    return switch (node) {
      case YamlMapping _ -> "a mapping";
      case YamlSequence _ -> "a list";
      case YamlScalar(var text, var style, var _) ->
          (style == Style.PLAIN ? PlainScalar.of(text).words() : "text") + quoted(text);
    };
  }

  private static String quoted(String text) {
    if (text.isEmpty() || text.contains("\n")) {
      return "";
    }
    var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return " ('" + shown + "')";
  }

  static Diagnostic wrongType(Shape wanted, YamlNode node, String what) {
    return Diagnostic.error(
            TreeBuilder.firstLine(node.at()),
            "%s must be %s, but is %s".formatted(what, wanted(wanted), found(node)))
        .advise(advice(wanted, node));
  }

  private static String advice(Shape wanted, YamlNode node) {
    if (node instanceof YamlScalar scalar
        && wanted instanceof Shape.ListOf
        && !scalar.text().contains("\n")) {
      return "Write a list: [" + source(scalar) + "].";
    }
    return "Write it like this: " + example(wanted) + ".";
  }

  private static String source(YamlScalar scalar) {
    return scalar.style() == Style.PLAIN ? scalar.text() : "\"" + scalar.text() + "\"";
  }

  static Diagnostic missing(Shape.Component component, SourceSpan at) {
    var purpose = component.doc().isEmpty() ? "" : ": " + component.doc();
    return Diagnostic.error(at, "'" + component.key() + "' is missing" + purpose)
        .advise("Add '" + component.key() + ": " + example(component.shape()) + "'.");
  }

  static Diagnostic noAlternative(List<Shape.Component> alternatives, SourceSpan at) {
    var keys = alternatives.stream().map(c -> "'" + c.key() + "'").toList();
    var first = alternatives.getFirst();
    return Diagnostic.error(at, "one of " + list(keys) + " must be there, and none is")
        .advise("Add '" + first.key() + ": " + example(first.shape()) + "' or another of them.");
  }

  static Diagnostic severalAlternatives(List<Entry> written) {
    var keys = written.stream().map(e -> "'" + e.key().text() + "'").toList();
    return Diagnostic.error(
            written.get(1).key().at(),
            String.join(" and ", keys) + " stand for each other, and only one can be meant")
        .advise("Keep one of them; what else is meant is a step of its own.");
  }

  static String firstKey(Shape.RecordOf variant) {
    return variant.components().getFirst().key();
  }

  static List<String> firstKeys(Shape.OneOf shape) {
    return shape.variants().values().stream()
        .filter(v -> !v.components().isEmpty())
        .map(Wording::firstKey)
        .toList();
  }

  static Diagnostic noVariant(Shape.OneOf shape, YamlMapping mapping, String what) {
    var choices = firstKeys(shape);
    var meant =
        mapping.entries().stream()
            .flatMap(
                e ->
                    DidYouMean.among(e.key().text(), choices).stream()
                        .map(c -> new Meant(e.key(), c)))
            .findFirst();
    var place = meant.map(m -> m.key().at()).orElse(TreeBuilder.firstLine(mapping.at()));
    return Diagnostic.error(
            place,
            what + " must have one of the keys " + String.join(", ", choices) + keysThere(mapping))
        .advise(
            meant
                .map(m -> "Did you mean '" + m.choice() + "'?")
                .orElse("Write it like this: {" + choices.getFirst() + ": …}."));
  }

  private record Meant(YamlScalar key, String choice) {}

  private static String keysThere(YamlMapping mapping) {
    return mapping.entries().isEmpty()
        ? ", but is empty"
        : ", but has " + mapping.keys().stream().limit(10).collect(Collectors.joining(", "));
  }

  static Diagnostic severalVariants(List<Shape.RecordOf> chosen, YamlMapping mapping, String what) {
    var keys = chosen.stream().map(Wording::firstKey).distinct().toList();
    var second =
        mapping.entries().stream().filter(e -> keys.contains(e.key().text())).skip(1).findFirst();
    var names = keys.stream().map(k -> "'" + k + "'").collect(Collectors.joining(" and "));
    return Diagnostic.error(
            second.map(e -> e.key().at()).orElse(mapping.at()),
            what + " has " + names + ", and can be only one of them")
        .advise("Keep one of the two, and make the other an item of its own.");
  }

  static String list(Iterable<String> names) {
    return String.join(", ", names);
  }
}
