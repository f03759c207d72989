package dev.rollback.report;

import dev.rollback.action.StepType;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A minimal step of a runbook, made from the shape of its inputs. */
final class ExampleYaml {
  private ExampleYaml() {}

  /** As it would stand under {@code steps:}; it ends with a line break. */
  static String of(StepType<?, ?> type) {
    var text = new StringBuilder("- " + keyword(type) + ": " + type.name() + "\n");
    var inputs = Shapes.ofRecord(type.inputs());
    var first = inputs.alternatives().stream().findFirst();
    var written =
        inputs.components().stream()
            .filter(c -> shown(c) || first.filter(c::equals).isPresent())
            .toList();
    if (!written.isEmpty()) {
      text.append("  with:\n");
      written.forEach(c -> text.append("    ").append(entry(c)).append('\n'));
    }
    if (type instanceof StepType.CheckType<?, ?, ?, ?> check) {
      text.append("  expect: ").append(expectation(check)).append('\n');
    }
    return text.toString();
  }

  private static String keyword(StepType<?, ?> type) {
    return switch (type) {
      case StepType.ActionType<?, ?, ?, ?> _, StepType.OneWayType<?, ?, ?> _ -> "action";
      case StepType.CheckType<?, ?, ?, ?> _ -> "check";
      case StepType.CaptureType<?, ?, ?> _ -> "collect";
    };
  }

  /**
   * What must be written, and the lists and mappings without which a step hardly means anything.
   */
  private static boolean shown(Shape.Component component) {
    return component.required()
        || (component.defaultText().isEmpty()
            && (component.shape() instanceof Shape.MapOf
                || component.shape() instanceof Shape.ListOf));
  }

  private static String entry(Shape.Component component) {
    return component.key() + ": " + value(component.shape(), component.key());
  }

  private static String value(Shape shape, String key) {
    return switch (shape) {
      case Shape.Text _ -> placeholder(key);
      case Shape.Whole _ -> "3";
      case Shape.Decimal _ -> "0.5";
      case Shape.Flag _ -> "true";
      case Shape.Period _ -> "PT30S";
      case Shape.Moment _ -> "2026-02-13T03:12:07Z";
      case Shape.Day _ -> "2026-02-13";
      case Shape.Choice c -> c.words().getFirst();
      case Shape.Maybe(var inner) -> value(inner, key);
      case Shape.Aside(var inner) -> value(inner, key);
      case Shape.At(var inner) -> value(inner, key);
      case Shape.ListOf(var element) -> "[" + value(element, key) + "]";
      case Shape.MapOf(var value) -> "{NAME: " + value(value, "value") + "}";
      case Shape.RecordOf record -> mapping(record.components());
      case Shape.OneOf o -> mapping(o.variants().values().iterator().next().components());
      case Shape.Tree _, Shape.AsWritten _ -> placeholder(key);
      case Shape.Planned _ -> "";
    };
  }

  private static String mapping(List<Shape.Component> components) {
    return components.stream()
        .filter(ExampleYaml::shown)
        .map(ExampleYaml::entry)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String placeholder(String key) {
    return key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static String expectation(StepType.CheckType<?, ?, ?, ?> check) {
    var values = Shapes.ofRecord(check.values()).components();
    return values.isEmpty() ? "true" : expectation(values.getFirst());
  }

  private static String expectation(Shape.Component value) {
    var name = variable(value.key());
    return switch (value.shape()) {
      case Shape.Flag _ -> name;
      case Shape.Whole _ -> name + " > 0";
      case Shape.Decimal _ -> name + " < 0.5";
      case Shape.Choice c -> name + " == '" + c.words().getFirst() + "'";
      case Shape.Text _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Maybe _,
          Shape.Aside _,
          Shape.At _,
          Shape.ListOf _,
          Shape.MapOf _,
          Shape.RecordOf _,
          Shape.OneOf _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ ->
          name + " == '...'";
    };
  }

  /** A key as a variable of a condition: CEL would read a hyphen as a minus. */
  static String variable(String key) {
    return key.replace('-', '_');
  }
}
