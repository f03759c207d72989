package dev.rollback.report;

import dev.rollback.action.Catalog;
import dev.rollback.action.StepType;
import dev.rollback.shape.Shapes;
import java.util.List;

/** The reference of actions and checks, as text. All of it comes from their shapes. */
public final class CatalogText {
  private CatalogText() {}

  /** All of them, by system; it ends with a line break. */
  public static String list(Catalog catalog, Layout layout) {
    var page = new Page(layout);
    var column = catalog.entries().stream().mapToInt(e -> e.type().name().length()).max().orElse(0);
    for (var adapter : catalog.adapters()) {
      if (adapter.steps().isEmpty()) {
        continue;
      }
      page.heading(adapter.system());
      for (var type : adapter.steps()) {
        page.entry(2, Tone.STRONG, type.name(), column + 2, Tone.PLAIN, kind(type) + doc(type));
      }
    }
    page.blank();
    page.line(0, Tone.PLAIN, "rollback actions NAME shows one of them in full.");
    return page.text();
  }

  static String kind(StepType<?, ?> type) {
    return switch (type) {
      case StepType.ActionType<?, ?, ?, ?> _ -> "action";
      case StepType.OneWayType<?, ?, ?> _ -> "one-way action";
      case StepType.CheckType<?, ?, ?, ?> _ -> "check";
      case StepType.CaptureType<?, ?, ?> _ -> "capture";
    };
  }

  private static String doc(StepType<?, ?> type) {
    var doc = Shapes.ofRecord(type.inputs()).doc();
    return doc.isBlank() ? "" : ": " + doc;
  }

  /** One of them in full; it ends with a line break. */
  public static String page(StepType<?, ?> type, Layout layout) {
    var page = new Page(layout);
    var inputs = Shapes.ofRecord(type.inputs());
    page.line(0, Tone.STRONG, type.name() + " (" + kind(type) + ")");
    page.line(0, Tone.PLAIN, inputs.doc());
    keys(page, "Inputs (under `with:`)", ShapeWords.keys(inputs));
    if (type instanceof StepType.CheckType<?, ?, ?, ?> check) {
      values(page, check);
    }
    page.heading("Example");
    ExampleYaml.of(type).lines().forEach(line -> page.exact(2, Tone.PLAIN, line));
    return page.text();
  }

  private static void keys(Page page, String heading, List<ShapeWords.Key> keys) {
    page.heading(heading);
    if (keys.isEmpty()) {
      page.line(2, Tone.PLAIN, "none");
    }
    for (var key : keys) {
      var type = ShapeWords.type(key.component().shape());
      page.entry(2, Tone.STRONG, key.path(), 20, Tone.PLAIN, type + "; " + key.presence());
      if (!key.component().doc().isBlank()) {
        page.line(22, Tone.PLAIN, key.component().doc());
      }
    }
  }

  private static void values(Page page, StepType.CheckType<?, ?, ?, ?> check) {
    page.heading("Values (variables of `expect`)");
    for (var key : ShapeWords.keys(Shapes.ofRecord(check.values()))) {
      var type = ShapeWords.type(key.component().shape());
      var doc = key.component().doc();
      page.entry(
          2,
          Tone.STRONG,
          ExampleYaml.variable(key.path()),
          20,
          Tone.PLAIN,
          type + (doc.isBlank() ? "" : ": " + doc));
    }
  }
}
