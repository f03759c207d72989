package dev.rollback.condition;

import dev.rollback.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a condition can speak of. A hyphen in a name is written as an underscore in a condition,
 * where it would be a minus: {@code max-rate} is {@code max_rate}.
 *
 * @param shapes the form of each variable by its name as it is written in files; a name may have
 *     dots ({@code steps.one.rev})
 */
public record Variables(Map<String, Shape> shapes) {
  /** Keeps its own copy, in the same order. */
  public Variables {
    shapes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** The components of a record: what a check has read. */
  public static Variables of(Shape.RecordOf shape) {
    var shapes = new LinkedHashMap<String, Shape>();
    shape.components().forEach(c -> shapes.put(c.key(), c.shape()));
    return new Variables(shapes);
  }

  /** As a condition writes a name. */
  static String identifier(String name) {
    return name.replace('-', '_');
  }

  /** All names, as conditions write them. */
  List<String> identifiers() {
    return shapes.keySet().stream().map(Variables::identifier).toList();
  }
}
