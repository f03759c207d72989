package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.Interpolation.Part;
import dev.rollback.yaml.Interpolation.Template;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Single values: fills in parameters, and hands what is written to {@link Written}. */
final class Scalars {
  private final BindContext context;
  private final Consumer<Diagnostic> problems;
  private final Written written;

  Scalars(BindContext context, Consumer<Diagnostic> problems) {
    this.context = context;
    this.problems = problems;
    this.written = new Written(problems);
  }

  /** The value, or nothing where there is a problem or a parameter has no value yet. */
  Optional<Object> value(Shape shape, YamlScalar scalar, String what) {
    return resolve(shape, scalar, what)
        .flatMap(
            resolved ->
                switch (resolved) {
                  case Resolved.Typed(var value) -> Optional.of(value);
                  case Resolved.AsText(var text) -> written.value(shape, text, what);
                });
  }

  /** Whether it is one parameter and nothing else. */
  boolean isParameter(YamlScalar scalar) {
    return !(context instanceof BindContext.Plain)
        && Interpolation.template(scalar).whole().isPresent();
  }

  /** A scalar after parameters have been filled in. */
  sealed interface Resolved {
    /** A parameter's own value, fit for its place. */
    record Typed(Object value) implements Resolved {}

    /** A text that is still to be read. */
    record AsText(YamlScalar text) implements Resolved {}
  }

  Optional<Resolved> resolve(Shape shape, YamlScalar scalar, String what) {
    if (context instanceof BindContext.Plain || !scalar.text().contains("${")) {
      return Optional.of(new Resolved.AsText(scalar));
    }
    var template = Interpolation.template(scalar);
    template.problems().forEach(problems);
    var unknown =
        template.references().stream().filter(r -> !context.names().contains(r.value())).toList();
    unknown.forEach(r -> problems.accept(noParameter(r)));
    if (!template.problems().isEmpty() || !unknown.isEmpty()) {
      return Optional.empty();
    }
    var whole = template.whole();
    return whole.isPresent()
        ? typed(shape, whole.get(), scalar, what)
        : text(shape, template, scalar, what);
  }

  private Diagnostic noParameter(Located<String> name) {
    var names = new TreeSet<>(context.names());
    var list = names.isEmpty() ? "There are none here." : "There are: " + Wording.list(names) + ".";
    return Diagnostic.error(name.at(), "there is no parameter '" + name.value() + "'")
        .advise(
            DidYouMean.among(name.value(), names)
                .map(meant -> "Did you mean '" + meant + "'? " + list)
                .orElse(list));
  }

  private Optional<Resolved> typed(
      Shape shape, Located<String> name, YamlScalar scalar, String what) {
    var form = form(name.value());
    if (!Parameters.fits(form, shape)) {
      problems.accept(
          Diagnostic.error(
                  name.at(),
                  "%s must be %s, but the parameter '%s' is %s"
                      .formatted(what, Wording.wanted(shape), name.value(), Wording.wanted(form)))
              .advise("Declare the parameter with the type that is wanted here."));
      return Optional.empty();
    }
    return switch (context) {
      case BindContext.Plain _, BindContext.Checking _ -> Optional.empty();
      case BindContext.With(var values, var _) -> {
        var value = values.get(name.value());
        yield value == null
            ? Optional.empty()
            : Parameters.convert(value, shape)
                .<Resolved>map(Resolved.Typed::new)
                .or(() -> Optional.of(new Resolved.AsText(reread(scalar, value))));
      }
    };
  }

  private static YamlScalar reread(YamlScalar scalar, Object value) {
    var style = value instanceof String ? Style.DOUBLE_QUOTED : Style.PLAIN;
    return new YamlScalar(Parameters.text(value), style, scalar.at());
  }

  private Shape form(String name) {
    return switch (context) {
      case BindContext.Plain _ -> throw new IllegalStateException("no parameters");
      case BindContext.Checking(var forms) -> forms.getOrDefault(name, new Shape.Text());
      case BindContext.With(var values, var _) -> Parameters.form(values.getOrDefault(name, ""));
    };
  }

  private Optional<Resolved> text(Shape shape, Template template, YamlScalar scalar, String what) {
    if (template.references().isEmpty()) {
      return Optional.of(new Resolved.AsText(asText(scalar, fill(template.parts()))));
    }
    if (!Wording.writtenAsText(shape) && !(shape instanceof Shape.Tree)) {
      problems.accept(
          Diagnostic.error(
                  scalar.at(),
                  "%s must be %s, but a parameter among other text gives text"
                      .formatted(what, Wording.wanted(shape)))
              .advise("Write ${…} alone."));
      return Optional.empty();
    }
    return context instanceof BindContext.Checking
        ? Optional.empty()
        : Optional.of(new Resolved.AsText(asText(scalar, fill(template.parts()))));
  }

  /** What was put together is text, whatever it looks like. */
  private static YamlScalar asText(YamlScalar scalar, String text) {
    return new YamlScalar(text, Style.DOUBLE_QUOTED, scalar.at());
  }

  private String fill(List<Part> parts) {
    var text = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Literal(var literal) -> text.append(literal);
        case Part.Reference(var name) -> text.append(parameterText(name.value()));
      }
    }
    return text.toString();
  }

  private String parameterText(String name) {
    return switch (context) {
      case BindContext.With(var values, var _) -> Parameters.text(values.getOrDefault(name, ""));
      case BindContext.Plain _, BindContext.Checking _ ->
          throw new IllegalStateException("parameters have no values yet");
    };
  }
}
