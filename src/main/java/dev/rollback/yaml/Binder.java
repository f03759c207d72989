package dev.rollback.yaml;

import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.List;
import java.util.Map;

/**
 * Makes records from trees, by the shape of the record. Every problem of the tree is named at once,
 * each at its own place.
 */
public final class Binder {
  private Binder() {}

  /**
   * Binds a mapping to a record.
   *
   * @throws IllegalArgumentException where the type is one that no file can carry, or wants a
   *     {@link dev.rollback.shape.PlanTime} that the context does not have: a mistake in the
   *     program
   */
  public static <T extends Record> Checked<T> bind(
      YamlNode node, Class<T> type, BindContext context) {
    return bind(node, type, context, List.of());
  }

  /**
   * As {@link #bind(YamlNode, Class, BindContext)}, for a tree that stands inside other records.
   *
   * @param outer the records around it, the nearest last: a key of theirs that stands in the tree
   *     is told to be one that is indented too far
   */
  public static <T extends Record> Checked<T> bind(
      YamlNode node, Class<T> type, BindContext context, List<Class<? extends Record>> outer) {
    if (context instanceof BindContext.Checking) {
      throw new IllegalArgumentException("nothing can be made of types; use check");
    }
    var binding = new Binding(context, outer);
    var value = binding.value(Shapes.ofRecord(type), node, "this");
    if (binding.problems().isEmpty()) {
      return Checked.valid(type.cast(value.orElseThrow()));
    }
    return new Checked.Invalid<>(binding.problems());
  }

  /**
   * The problems that {@link #bind} would find, as far as they can be seen before parameters have
   * values. A record's own rules are asked only where all of its parts are known.
   *
   * @param parameters the form of each parameter's value, by name
   */
  public static List<Diagnostic> check(
      YamlNode node, Class<? extends Record> type, Map<String, Shape> parameters) {
    return check(node, type, parameters, List.of());
  }

  /** As {@link #check(YamlNode, Class, Map)}, for a tree that stands inside other records. */
  public static List<Diagnostic> check(
      YamlNode node,
      Class<? extends Record> type,
      Map<String, Shape> parameters,
      List<Class<? extends Record>> outer) {
    var binding = new Binding(new BindContext.Checking(parameters), outer);
    var _ = binding.value(Shapes.ofRecord(type), node, "this");
    return binding.problems();
  }
}
