package dev.rollback.report;

import dev.rollback.action.Adapter;
import dev.rollback.action.Catalog;
import dev.rollback.action.Fact;
import dev.rollback.action.StepType;
import dev.rollback.shape.Shapes;
import java.util.List;

/** The reference of actions and checks as Markdown: a page for each system. */
public final class CatalogMarkdown {
  private CatalogMarkdown() {}

  /** The list of all, with links to {@code SYSTEM.md}. */
  public static String index(Catalog catalog) {
    var out = new Markdown();
    out.heading(1, "Actions and checks");
    out.table(
        List.of("Name", "Kind", "What it does"),
        catalog.entries().stream().map(CatalogMarkdown::row).toList());
    return out.text();
  }

  private static List<String> row(Catalog.Entry<?, ?, ?> entry) {
    var type = entry.type();
    var link = entry.adapter().system() + ".md#" + anchor(type.name());
    return List.of(
        "[" + Markdown.code(type.name()) + "](" + link + ")",
        CatalogText.kind(type),
        Markdown.escape(Shapes.ofRecord(type.inputs()).doc()));
  }

  /** As GitHub makes it from a heading. */
  private static String anchor(String name) {
    return name.replace(".", "");
  }

  /** The page of one system: its settings in {@code rollback.yaml}, then its actions and checks. */
  public static String system(Adapter<?, ?, ?> adapter) {
    var out = new Markdown();
    out.heading(1, adapter.system());
    out.heading(2, "Connection");
    var settings = Shapes.ofRecord(adapter.settings());
    out.paragraph(Markdown.escape(settings.doc()));
    keys(out, ShapeWords.keys(settings));
    identity(out, adapter.facts());
    for (var type : adapter.steps()) {
      step(out, type);
    }
    return out.text();
  }

  private static void identity(Markdown out, List<Fact> facts) {
    if (facts.isEmpty()) {
      return;
    }
    out.paragraph(
        "`identity` pins a connection to the system that is meant: one value, which is "
            + Markdown.code(facts.getFirst().name())
            + ", or any of these by name. `rollback target pin` writes it.");
    out.table(
        List.of("Fact", "After a restart", "Meaning"),
        facts.stream()
            .map(
                f ->
                    List.of(
                        Markdown.code("identity." + f.name()),
                        f.lasting() ? "the same" : "another one",
                        Markdown.escape(f.doc())))
            .toList());
  }

  private static void step(Markdown out, StepType<?, ?> type) {
    var inputs = Shapes.ofRecord(type.inputs());
    out.heading(2, type.name());
    out.paragraph("_" + CatalogText.kind(type) + "._ " + Markdown.escape(inputs.doc()));
    keys(out, ShapeWords.keys(inputs));
    if (type instanceof StepType.CheckType<?, ?, ?, ?> check) {
      out.paragraph("Values, the variables of `expect`:");
      out.table(
          List.of("Variable", "Type", "Meaning"),
          ShapeWords.keys(Shapes.ofRecord(check.values())).stream()
              .map(k -> List.of(Markdown.code(ExampleYaml.variable(k.path())), type(k), doc(k)))
              .toList());
    }
    out.code("yaml", ExampleYaml.of(type));
  }

  private static void keys(Markdown out, List<ShapeWords.Key> keys) {
    if (keys.isEmpty()) {
      out.paragraph("No inputs.");
      return;
    }
    out.table(
        List.of("Key", "Type", "", "Meaning"),
        keys.stream()
            .map(
                k ->
                    List.of(
                        Markdown.code(k.path()), type(k), Markdown.escape(k.presence()), doc(k)))
            .toList());
  }

  private static String type(ShapeWords.Key key) {
    return Markdown.escape(ShapeWords.type(key.component().shape()));
  }

  private static String doc(ShapeWords.Key key) {
    return Markdown.escape(key.component().doc());
  }
}
