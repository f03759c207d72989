package dev.rollback.scenario;

import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Records;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The form of what conditions know of each evidence check: its judgement, as {@link EvidenceResult}
 * has it, and beside it every value that it reads: {@code evidence.login.status}.
 */
public final class EvidenceShapes {
  private static final Shape.RecordOf RESULT = Shapes.ofRecord(EvidenceResult.class);

  private EvidenceShapes() {}

  /** By id, of the checks that have one. */
  static Map<String, Shape> of(Catalog catalog, List<StepForm.CheckStep> checks) {
    var shapes = new LinkedHashMap<String, Shape>();
    for (var check : checks) {
      check
          .id()
          .map(Located::value)
          .ifPresent(id -> shapes.put(id, of(catalog, check.check().value())));
    }
    return shapes;
  }

  /** Of a check of this name; of any form where there is no such check, which is told elsewhere. */
  static Shape of(Catalog catalog, String check) {
    return catalog.find(check).map(Catalog.Entry::type).orElse(null)
            instanceof StepType.CheckType<?, ?, ?, ?> type
        ? of(Shapes.ofRecord(type.values()))
        : new Shape.Tree();
  }

  /**
   * The judgement and the values side by side; a value that is called like the former gives way.
   */
  private static Shape.RecordOf of(Shape.RecordOf values) {
    var components = new ArrayList<>(RESULT.components());
    var taken = new LinkedHashSet<>(RESULT.components().stream().map(c -> c.key()).toList());
    values.components().stream().filter(c -> taken.add(c.key())).forEach(components::add);
    return new Shape.RecordOf(values.type(), values.doc(), List.copyOf(components));
  }

  /** The values of a record by key, for a variable of such a form. */
  public static Map<String, Object> parts(Record values) {
    var parts = new LinkedHashMap<String, Object>();
    for (var component : Shapes.ofRecord(values.getClass()).components()) {
      parts.put(component.key(), Records.get(values, component));
    }
    return parts;
  }
}
