package dev.rollback.yaml;

import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.shape.Names;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlScalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a single value as it is written. Where YAML's versions and tools would differ on what it
 * is, it is refused with the text that says it clearly.
 */
final class Written {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");

  private final Consumer<Diagnostic> problems;

  Written(Consumer<Diagnostic> problems) {
    this.problems = problems;
  }

  Optional<Object> value(Shape shape, YamlScalar scalar, String what) {
    return switch (shape) {
      case Shape.Text _ -> text(scalar, what);
      case Shape.Whole(var wide) -> whole(wide, scalar, what);
      case Shape.Decimal _ -> decimal(scalar, what);
      case Shape.Flag _ -> flag(scalar, what);
      case Shape.Period _ -> Durations.read(scalar, what, problems);
      case Shape.Moment _ -> time(Instant::parse, shape, scalar, what);
      case Shape.Day _ -> time(LocalDate::parse, shape, scalar, what);
      case Shape.Choice choice -> choice(choice, scalar, what);
      case Shape.Maybe _,
          Shape.At _,
          Shape.Aside _,
          Shape.ListOf _,
          Shape.MapOf _,
          Shape.RecordOf _,
          Shape.OneOf _,
          Shape.Tree _,
          Shape.AsWritten _,
          Shape.Planned _ ->
          throw new IllegalArgumentException("no single value: " + shape);
    };
  }

  private Optional<Object> text(YamlScalar scalar, String what) {
    var kind = scalar.style() == Style.PLAIN ? PlainScalar.of(scalar.text()) : PlainScalar.TEXT;
    if (kind == PlainScalar.TEXT) {
      return Optional.of(scalar.text());
    }
    return refuse(
        scalar,
        "%s must be text, but YAML tools read %s as %s"
            .formatted(what, scalar.text(), kind.words()),
        "Put it in quotes: \"" + scalar.text() + "\".");
  }

  private Optional<Object> whole(boolean wide, YamlScalar scalar, String what) {
    if (scalar.style() != Style.PLAIN || !WHOLE.matcher(scalar.text()).matches()) {
      return wrong(new Shape.Whole(wide), scalar, what);
    }
    var number = new BigInteger(scalar.text());
    if (number.bitLength() > (wide ? 63 : 31)) {
      var range =
          wide
              ? Long.MIN_VALUE + " to " + Long.MAX_VALUE
              : Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
      return refuse(
          scalar,
          what + " is out of range: " + scalar.text(),
          "Write a number from " + range + ".");
    }
    return Optional.of(wide ? (Object) number.longValue() : (Object) number.intValue());
  }

  private Optional<Object> decimal(YamlScalar scalar, String what) {
    if (scalar.style() != Style.PLAIN || !DECIMAL.matcher(scalar.text()).matches()) {
      return wrong(new Shape.Decimal(), scalar, what);
    }
    var number = Double.parseDouble(scalar.text());
    return Double.isFinite(number)
        ? Optional.of(number)
        : refuse(scalar, what + " is out of range: " + scalar.text(), "Write a smaller number.");
  }

  private Optional<Object> flag(YamlScalar scalar, String what) {
    var bare = scalar.style() == Style.PLAIN;
    if (bare && scalar.text().equals("true")) {
      return Optional.of(true);
    } else if (bare && scalar.text().equals("false")) {
      return Optional.of(false);
    }
    return wrong(new Shape.Flag(), scalar, what);
  }

  private Optional<Object> time(
      Function<String, Object> parser, Shape shape, YamlScalar scalar, String what) {
    try {
      return Optional.of(parser.apply(scalar.text()));
    } catch (DateTimeException _) {
      return wrong(shape, scalar, what);
    }
  }

  private Optional<Object> choice(Shape.Choice shape, YamlScalar scalar, String what) {
    for (var constant : shape.type().getEnumConstants()) {
      if (Names.word(constant.name()).equals(scalar.text())) {
        return Optional.of(constant);
      }
    }
    var words = shape.words();
    return refuse(
        scalar,
        "%s must be %s, but is '%s'".formatted(what, Wording.wanted(shape), scalar.text()),
        DidYouMean.among(scalar.text(), words)
            .map(meant -> "Did you mean '" + meant + "'?")
            .orElse("Write one of these words."));
  }

  private Optional<Object> wrong(Shape shape, YamlScalar scalar, String what) {
    problems.accept(
        Diagnostic.error(
                scalar.at(),
                "%s must be %s, but is %s"
                    .formatted(what, Wording.wanted(shape), Wording.found(scalar)))
            .advise(correction(shape, scalar)));
    return Optional.empty();
  }

  private static String correction(Shape shape, YamlScalar scalar) {
    var text = scalar.text();
    return switch (shape) {
      case Shape.Flag _ ->
          "Write " + Booleans.meant(text).map(Object::toString).orElse("true or false") + ".";
      case Shape.Whole _ -> number(text, WHOLE).orElse("Write it like this: 5.");
      case Shape.Decimal _ -> number(text, DECIMAL).orElse("Write it like this: 0.5.");
      case Shape other -> "Write it like this: " + Wording.example(other) + ".";
    };
  }

  /** Quoted numbers, underscores and leading zeros: what was meant is plain. */
  private static Optional<String> number(String text, Pattern form) {
    var bare = text.strip().replace("_", "");
    if (form.matcher(bare).matches()) {
      return Optional.of("Write " + bare + (bare.equals(text) ? ", without quotes." : "."));
    }
    var decimal = bare.replaceFirst("^([-+]?)0+(?=[0-9])", "$1");
    return form.matcher(decimal).matches()
        ? Optional.of("Write " + decimal + "; with a zero in front some tools read it as octal.")
        : Optional.empty();
  }

  /** The number that a plain scalar is in YAML 1.1 and 1.2 alike. */
  static Optional<Number> number(String text) {
    if (WHOLE.matcher(text).matches()) {
      var number = new BigInteger(text);
      return Optional.of(number.bitLength() > 63 ? number : (Number) number.longValue());
    }
    if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
      return Optional.of(new BigDecimal(text).doubleValue());
    }
    return Optional.empty();
  }

  private Optional<Object> refuse(YamlScalar scalar, String message, String advice) {
    problems.accept(Diagnostic.error(TreeBuilder.firstLine(scalar.at()), message).advise(advice));
    return Optional.empty();
  }
}
