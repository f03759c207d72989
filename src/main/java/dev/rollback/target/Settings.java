package dev.rollback.target;

import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.List;

/** The keys that a record of settings has in the file. */
final class Settings {
  private Settings() {}

  static List<String> keys(Class<? extends Record> type) {
    return Shapes.ofRecord(type).components().stream().map(Shape.Component::key).toList();
  }
}
