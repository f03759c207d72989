package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Hint;
import dev.rollback.shape.Records;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import dev.rollback.yaml.YamlNode.Entry;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One binding of one tree: goes down the shape and the tree together and collects problems. A part
 * that has a problem, or whose parameter has no value yet, is empty, and so is what it is a part
 * of.
 */
final class Binding {
  private final BindContext context;
  private final List<Diagnostic> problems = new ArrayList<>();
  private final Deque<Shape.RecordOf> around = new ArrayDeque<>();
  private final Scalars scalars;

  Binding(BindContext context, List<Class<? extends Record>> outer) {
    this.context = context;
    this.scalars = new Scalars(context, problems::add);
    outer.forEach(type -> around.push(Shapes.ofRecord(type)));
  }

  /** In the order of the file. */
  List<Diagnostic> problems() {
    return problems.stream().sorted(Comparator.comparingLong(Binding::place)).toList();
  }

  private static long place(Diagnostic problem) {
    return problem.at().map(at -> ((long) at.line() << 32) + at.column()).orElse(0L);
  }

  /**
   * The value that a node stands for.
   *
   * @param what how messages call it: {@code 'timeout'}
   */
  Optional<Object> value(Shape shape, YamlNode node, String what) {
    return switch (shape) {
      case Shape.Maybe(var inner) -> value(inner, node, what).map(Optional::of);
      case Shape.Aside(var inner) -> value(inner, node, what).map(Hint::new);
      case Shape.At(var inner) -> value(inner, node, what).map(v -> new Located<>(v, node.at()));
      case Shape.AsWritten _ -> Optional.of(node);
      case Shape.Planned _ ->
          throw new IllegalArgumentException("the time of the plan is not written in files");
      case Shape.Tree _ -> new Trees(scalars, problems::add).value(node, what).map(v -> v);
      case Shape.ListOf(var element) -> list(shape, element, node, what);
      case Shape.MapOf(var element) -> map(shape, element, node, what);
      case Shape.RecordOf r -> record(r, node, what);
      case Shape.OneOf o -> oneOf(o, node, what);
      case Shape.Text _,
          Shape.Whole _,
          Shape.Decimal _,
          Shape.Flag _,
          Shape.Period _,
          Shape.Moment _,
          Shape.Day _,
          Shape.Choice _ ->
          node instanceof YamlScalar scalar
              ? scalars.value(shape, scalar, what)
              : wrong(shape, node, what);
    };
  }

  private Optional<Object> wrong(Shape wanted, YamlNode node, String what) {
    problems.add(Wording.wrongType(wanted, node, what));
    return Optional.empty();
  }

  private Optional<Object> list(Shape shape, Shape element, YamlNode node, String what) {
    if (node instanceof YamlScalar scalar && scalars.isParameter(scalar)) {
      return scalars.value(shape, scalar, what);
    }
    if (!(node instanceof YamlSequence(var elements, var _))) {
      return wrong(shape, node, what);
    }
    var values = new ArrayList<Object>();
    for (var e : elements) {
      written(element, e, "an item of " + what, e.at()).ifPresent(values::add);
    }
    return values.size() == elements.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> map(Shape shape, Shape element, YamlNode node, String what) {
    if (!(node instanceof YamlMapping(var entries, var _))) {
      return wrong(shape, node, what);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (var e : entries) {
      refuseParameters(e.key());
      written(element, e.value(), "'" + e.key().text() + "'", e.key().at())
          .ifPresent(v -> values.put(e.key().text(), v));
    }
    return values.size() == entries.size()
        ? Optional.of(Collections.unmodifiableMap(values))
        : Optional.empty();
  }

  private void refuseParameters(YamlScalar key) {
    if (!(context instanceof BindContext.Plain) && key.text().contains("${")) {
      problems.add(
          Diagnostic.error(key.at(), "parameters are not filled in in keys")
              .advise("Write the key itself."));
    }
  }

  /** The value, where something is written at all; else the problem stands where it should be. */
  private Optional<Object> written(Shape shape, YamlNode node, String what, SourceSpan place) {
    if (node instanceof YamlScalar scalar && scalar.nothing() && !(shape instanceof Shape.Tree)) {
      problems.add(
          Diagnostic.error(place, what + " has no value")
              .advise("Write a value, or remove it; an empty text is \"\"."));
      return Optional.empty();
    }
    return value(shape, node, what);
  }

  private Optional<Object> record(Shape.RecordOf shape, YamlNode node, String what) {
    if (!(node instanceof YamlMapping mapping)) {
      return wrong(shape, node, what);
    }
    new UnknownKeys(shape, List.copyOf(around)).in(mapping).forEach(problems::add);
    around.push(shape);
    var parts = new ArrayList<Object>();
    for (var component : shape.components()) {
      mapping
          .find(component.key())
          .filter(_ -> !(component.shape() instanceof Shape.Planned))
          .map(entry -> part(component, entry))
          .orElseGet(() -> missing(component, mapping))
          .ifPresent(parts::add);
    }
    around.pop();
    return oneAlternative(shape, mapping) && parts.size() == shape.components().size()
        ? make(shape, parts, mapping)
        : Optional.empty();
  }

  private boolean oneAlternative(Shape.RecordOf shape, YamlMapping mapping) {
    var keys = shape.alternatives().stream().map(Shape.Component::key).toList();
    var written = mapping.entries().stream().filter(e -> keys.contains(e.key().text())).toList();
    if (keys.isEmpty() || written.size() == 1) {
      return true;
    }
    problems.add(
        written.isEmpty()
            ? Wording.noAlternative(shape.alternatives(), TreeBuilder.firstLine(mapping.at()))
            : Wording.severalAlternatives(written));
    return false;
  }

  private Optional<Object> part(Shape.Component component, Entry entry) {
    return written(component.shape(), entry.value(), "'" + component.key() + "'", entry.key().at());
  }

  private Optional<Object> make(Shape.RecordOf shape, List<Object> parts, YamlMapping mapping) {
    try {
      return Optional.of(Records.make(shape.type(), parts));
    } catch (IllegalArgumentException e) {
      var why = Optional.ofNullable(e.getMessage()).orElse("these values do not go together");
      problems.add(Diagnostic.error(TreeBuilder.firstLine(mapping.at()), why));
      return Optional.empty();
    }
  }

  private Optional<Object> missing(Shape.Component component, YamlMapping mapping) {
    if (component.defaultText().isPresent() && !(component.shape() instanceof Shape.Maybe)) {
      return Optional.of(standard(component, component.defaultText().get(), mapping));
    }
    if (component.required()) {
      problems.add(Wording.missing(component, TreeBuilder.firstLine(mapping.at())));
      return Optional.empty();
    }
    return absent(component.shape(), mapping);
  }

  private Optional<Object> absent(Shape shape, YamlMapping mapping) {
    return switch (shape) {
      case Shape.Maybe _ -> Optional.of(Optional.empty());
      case Shape.ListOf _ -> Optional.of(List.of());
      case Shape.MapOf _ -> Optional.of(Map.of());
      case Shape.Aside(var inner) -> absent(inner, mapping).map(Hint::new);
      case Shape.At(var inner) ->
          absent(inner, mapping).map(v -> new Located<>(v, TreeBuilder.firstLine(mapping.at())));
      case Shape.Planned _ -> planTime();
      case Shape other -> throw new IllegalStateException("a required component: " + other);
    };
  }

  private Optional<Object> planTime() {
    return switch (context) {
      case BindContext.With(var _, var planTime) -> Optional.of(planTime);
      case BindContext.Checking _ -> Optional.empty();
      case BindContext.Plain _ ->
          throw new IllegalArgumentException("a record with a PlanTime is bound with one");
    };
  }

  /** A default is part of the program, and so is a mistake in it. */
  private static Object standard(Shape.Component component, String text, YamlMapping mapping) {
    var style = Wording.writtenAsText(component.shape()) ? Style.DOUBLE_QUOTED : Style.PLAIN;
    var scalar = new YamlScalar(text, style, TreeBuilder.firstLine(mapping.at()));
    var binding = new Binding(BindContext.plain(), List.of());
    var what = "the default of " + component.key();
    return binding
        .value(component.shape(), scalar, what)
        .orElseThrow(() -> new IllegalStateException(binding.problems.getFirst().message()));
  }

  private Optional<Object> oneOf(Shape.OneOf shape, YamlNode node, String what) {
    if (!(node instanceof YamlMapping mapping)) {
      return wrong(shape, node, what);
    }
    var chosen =
        shape.variants().values().stream()
            .filter(v -> !v.components().isEmpty() && mapping.find(Wording.firstKey(v)).isPresent())
            .toList();
    if (chosen.size() == 1) {
      return record(chosen.getFirst(), mapping, what);
    }
    problems.add(
        chosen.isEmpty()
            ? Wording.noVariant(shape, mapping, what)
            : Wording.severalVariants(chosen, mapping, what));
    return Optional.empty();
  }
}
