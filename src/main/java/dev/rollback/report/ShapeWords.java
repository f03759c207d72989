package dev.rollback.report;

import dev.rollback.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shapes in the words of a person who writes a runbook. */
final class ShapeWords {
  private static final int DEEPEST = 3;

  private ShapeWords() {}

  /** {@code list of texts}, {@code one of: a, b}. */
  static String type(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> "text";
      case Shape.Whole _ -> "whole number";
      case Shape.Decimal _ -> "number";
      case Shape.Flag _ -> "true or false";
      case Shape.Period _ -> "duration, as PT30S";
      case Shape.Moment _ -> "time, as 2026-02-13T03:12:07Z";
      case Shape.Day _ -> "date, as 2026-02-13";
      case Shape.Choice c -> "one of: " + String.join(", ", c.words());
      case Shape.Maybe(var inner) -> type(inner);
      case Shape.Aside(var inner) -> type(inner);
      case Shape.At(var inner) -> type(inner);
      case Shape.ListOf(var element) -> "list: " + type(element);
      case Shape.MapOf(var value) -> "mapping of names: " + type(value);
      case Shape.RecordOf _ -> "mapping";
      case Shape.OneOf o ->
          o.variants().values().stream()
              .map(v -> "{" + v.components().getFirst().key() + ": ...}")
              .collect(Collectors.joining(" or "));
      case Shape.Tree _, Shape.AsWritten _ -> "anything";
      case Shape.Planned _ -> "set by the program";
    };
  }

  /**
   * A key that can be written, with the path that leads to it.
   *
   * @param alternative whether it is the key that tells one alternative from the others
   */
  record Key(String path, Shape.Component component, boolean alternative) {
    /** Whether it must be written, or what it is when it is not. */
    String presence() {
      if (alternative || component.alternative()) {
        return "one of these";
      }
      return component
          .defaultText()
          .map(text -> "default " + (text.isEmpty() ? "\"\"" : text))
          .orElse(component.required() ? "required" : "optional");
    }
  }

  /** The keys of a record and of the records in it: {@code ports[].name}. */
  static List<Key> keys(Shape.RecordOf shape) {
    var keys = new ArrayList<Key>();
    collect("", shape, keys, 0, false);
    return List.copyOf(keys);
  }

  private static void collect(
      String path, Shape.RecordOf shape, List<Key> into, int depth, boolean alternatives) {
    for (var component : shape.components()) {
      if (component.shape() instanceof Shape.Planned) {
        continue;
      }
      var here = path + component.key();
      var tells = alternatives && component.equals(shape.components().getFirst());
      into.add(new Key(here, component, tells));
      if (depth < DEEPEST) {
        inside(here, component.shape(), into, depth + 1);
      }
    }
  }

  private static void inside(String path, Shape shape, List<Key> into, int depth) {
    switch (shape) {
      case Shape.Maybe(var inner) -> inside(path, inner, into, depth);
      case Shape.Aside(var inner) -> inside(path, inner, into, depth);
      case Shape.At(var inner) -> inside(path, inner, into, depth);
      case Shape.ListOf(var element) -> inside(path + "[]", element, into, depth);
      case Shape.MapOf(var value) -> inside(path + ".NAME", value, into, depth);
      case Shape.RecordOf record -> collect(path + ".", record, into, depth, false);
      case Shape.OneOf(_, _, var variants) ->
          variants.values().forEach(v -> collect(path + ".", v, into, depth, true));
      case Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Choice _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ -> {}
    }
  }
}
