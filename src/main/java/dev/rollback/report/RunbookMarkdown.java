package dev.rollback.report;

import dev.rollback.scenario.Scenario;
import dev.rollback.scenario.StepForm;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.ArrayList;
import java.util.List;

/** The reference of a runbook's keys as Markdown, from the types that runbooks are bound to. */
public final class RunbookMarkdown {
  private RunbookMarkdown() {}

  /** One page: the keys of the file, then those of each kind of step. */
  public static String page() {
    var out = new Markdown();
    out.heading(1, "The keys of a runbook");
    out.paragraph(
        "A runbook is a YAML file. A key that is not listed here, one that stands twice and a value"
            + " of another type are errors; `rollback validate` tells all of them at once.");
    out.heading(2, "The file");
    var file = Shapes.ofRecord(Scenario.class);
    keys(out, file);
    for (var component : file.components()) {
      parts(out, component.key(), component.shape());
    }
    out.heading(2, "Steps");
    out.paragraph(
        "The key that comes first in each table tells the kind of a step. Checks have the same keys"
            + " under `evidence`, `before` and `after` as among the steps.");
    if (Shapes.of(StepForm.class) instanceof Shape.OneOf steps) {
      steps.variants().values().forEach(step -> step(out, step));
    }
    return out.text();
  }

  private static void step(Markdown out, Shape.RecordOf step) {
    out.heading(3, step.components().getFirst().key());
    out.paragraph(Markdown.escape(step.doc()));
    keys(out, step);
    for (var component : step.components()) {
      parts(out, component.key(), component.shape());
    }
  }

  /** A table for each mapping inside, except steps: these have tables of their own. */
  private static void parts(Markdown out, String path, Shape shape) {
    switch (shape) {
      case Shape.Maybe(var inner) -> parts(out, path, inner);
      case Shape.Aside(var inner) -> parts(out, path, inner);
      case Shape.At(var inner) -> parts(out, path, inner);
      case Shape.ListOf(var element) -> parts(out, path + "[]", element);
      case Shape.MapOf(var value) -> parts(out, path + ".NAME", value);
      case Shape.RecordOf part -> {
        if (!StepForm.class.isAssignableFrom(part.type())) {
          out.paragraph("Under " + Markdown.code(path) + ":");
          keys(out, part);
        }
      }
      case Shape.OneOf _,
          Shape.Text _,
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

  private static void keys(Markdown out, Shape.RecordOf shape) {
    var rows = new ArrayList<List<String>>();
    for (var component : shape.components()) {
      rows.add(
          List.of(
              Markdown.code(component.key()),
              Markdown.escape(type(component.shape())),
              Markdown.escape(new ShapeWords.Key(component.key(), component, false).presence()),
              Markdown.escape(component.doc()).replace("\\`", "`")));
    }
    out.table(List.of("Key", "Type", "", "Meaning"), rows);
  }

  private static String type(Shape shape) {
    return switch (shape) {
      case Shape.Maybe(var inner) -> type(inner);
      case Shape.Aside(var inner) -> type(inner);
      case Shape.At(var inner) -> type(inner);
      case Shape.ListOf(var element) -> "list: " + type(element);
      case Shape.OneOf _ -> "step";
      case Shape.RecordOf part when StepForm.class.isAssignableFrom(part.type()) ->
          part.components().getFirst().key() + " step";
      case Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Choice _,
          Shape.MapOf _,
          Shape.RecordOf _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ ->
          ShapeWords.type(shape);
    };
  }
}
