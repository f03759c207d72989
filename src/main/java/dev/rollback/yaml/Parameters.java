package dev.rollback.yaml;

import dev.rollback.shape.Shape;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parameters' values, and the places where they fit. */
final class Parameters {
  private Parameters() {}

  /** The form of a value. */
  static Shape form(Object value) {
    return switch (value) {
      case String _ -> new Shape.Text();
      case Integer _ -> new Shape.Whole(false);
      case Long _ -> new Shape.Whole(true);
      case Double _ -> new Shape.Decimal();
      case Boolean _ -> new Shape.Flag();
      case Duration _ -> new Shape.Period();
      case Instant _ -> new Shape.Moment();
      case LocalDate _ -> new Shape.Day();
      case List<?> _ -> new Shape.ListOf(new Shape.Text());
      default ->
          throw new IllegalArgumentException("no parameter is a " + value.getClass().getName());
    };
  }

  /**
   * Whether a parameter of one form may stand for a value of another: text takes everything,
   * numbers widen, what is written as text may come as text, and a list is one of texts.
   */
  static boolean fits(Shape form, Shape wanted) {
    return switch (wanted) {
      case Shape.Text _, Shape.Tree _ -> true;
      case Shape.Whole _ -> form instanceof Shape.Whole;
      case Shape.Decimal _ -> form instanceof Shape.Whole || form instanceof Shape.Decimal;
      case Shape.Flag _ -> form instanceof Shape.Flag;
      case Shape.Period _ -> form instanceof Shape.Period || form instanceof Shape.Text;
      case Shape.Moment _ -> form instanceof Shape.Moment || form instanceof Shape.Text;
      case Shape.Day _ -> form instanceof Shape.Day || form instanceof Shape.Text;
      case Shape.Choice _ -> form instanceof Shape.Choice || form instanceof Shape.Text;
      case Shape.ListOf(var element) ->
          form instanceof Shape.ListOf && element instanceof Shape.Text;
      case Shape.Maybe _,
          Shape.At _,
          Shape.Aside _,
          Shape.MapOf _,
          Shape.RecordOf _,
          Shape.OneOf _,
          Shape.AsWritten _,
          Shape.Planned _ ->
          false;
    };
  }

  /**
   * The value as an object of the wanted shape, which it fits; empty where its text is to be read
   * instead (a number that may be out of range, a text that may be no duration).
   */
  static Optional<Object> convert(Object value, Shape wanted) {
    return switch (wanted) {
      case Shape.Text _ -> Optional.of(text(value));
      case Shape.Whole(var wide) -> whole((Number) value, wide);
      case Shape.Decimal _ -> Optional.of(((Number) value).doubleValue());
      case Shape other -> value instanceof String ? Optional.empty() : Optional.of(value);
    };
  }

  private static Optional<Object> whole(Number value, boolean wide) {
    var number = value.longValue();
    if (wide) {
      return Optional.of(number);
    }
    return number == (int) number ? Optional.of((int) number) : Optional.empty();
  }

  /** As it would be written. */
  static String text(Object value) {
    return switch (value) {
      case Double d when Double.isFinite(d) -> BigDecimal.valueOf(d).toPlainString();
      case List<?> items -> items.stream().map(Parameters::text).collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }
}
