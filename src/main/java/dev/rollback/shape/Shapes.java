package dev.rollback.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.diagnostic.Located;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the shape of a type. A type that has none is a mistake in the program, found by a test. */
public final class Shapes {
  /** The sealed interfaces read so far in this reading: one that contains itself is met again. */
  private final Map<Class<?>, Shape.OneOf> met = new HashMap<>();

  private Shapes() {}

  /**
   * The shape of a record.
   *
   * @throws IllegalArgumentException naming the component whose type no file can carry
   */
  public static Shape.RecordOf ofRecord(Class<? extends Record> type) {
    return new Shapes().record(type);
  }

  /** The shape of any type that a component may have. */
  public static Shape of(Type type) {
    return new Shapes().any(type);
  }

  private Shape.RecordOf record(Class<? extends Record> type) {
    return new Shape.RecordOf(
        type,
        doc(type),
        Arrays.stream(type.getRecordComponents()).map(c -> component(type, c)).toList());
  }

  private Shape any(Type type) {
    return switch (type) {
      case Class<?> c -> ofClass(c);
      case ParameterizedType p -> ofParameterized(p);
      case WildcardType w -> any(w.getUpperBounds()[0]);
      default -> throw unsupported(type);
    };
  }

  private Shape ofClass(Class<?> c) {
    if (c == String.class) {
      return new Shape.Text();
    } else if (c == int.class || c == Integer.class) {
      return new Shape.Whole(false);
    } else if (c == long.class || c == Long.class) {
      return new Shape.Whole(true);
    } else if (c == double.class || c == Double.class) {
      return new Shape.Decimal();
    } else if (c == boolean.class || c == Boolean.class) {
      return new Shape.Flag();
    } else if (c == Duration.class) {
      return new Shape.Period();
    } else if (c == Instant.class) {
      return new Shape.Moment();
    } else if (c == LocalDate.class) {
      return new Shape.Day();
    } else if (c == PlanTime.class) {
      return new Shape.Planned();
    } else if (JsonNode.class.isAssignableFrom(c)) {
      return new Shape.Tree();
    } else if (Verbatim.class.isAssignableFrom(c)) {
      return new Shape.AsWritten();
    } else if (c.isEnum()) {
      return choice(c);
    } else if (c.isRecord()) {
      return record(c.asSubclass(Record.class));
    } else if (c.isSealed()) {
      return oneOf(c);
    }
    throw unsupported(c);
  }

  private Shape ofParameterized(ParameterizedType p) {
    var arguments = p.getActualTypeArguments();
    var raw = p.getRawType();
    if (raw == Optional.class) {
      return new Shape.Maybe(any(arguments[0]));
    } else if (raw == List.class) {
      return new Shape.ListOf(any(arguments[0]));
    } else if (raw == Map.class && arguments[0] == String.class) {
      return new Shape.MapOf(any(arguments[1]));
    } else if (raw == Located.class) {
      return new Shape.At(any(arguments[0]));
    } else if (raw == Hint.class) {
      return new Shape.Aside(any(arguments[0]));
    }
    throw unsupported(p);
  }

  @SuppressWarnings("unchecked") // isEnum() has been asked
  private static Shape choice(Class<?> c) {
    return new Shape.Choice((Class<? extends Enum<?>>) c);
  }

  private Shape oneOf(Class<?> type) {
    var again = met.get(type);
    if (again != null) {
      return again;
    }
    var variants = new LinkedHashMap<String, Shape.RecordOf>();
    var shape = new Shape.OneOf(type, doc(type), Collections.unmodifiableMap(variants));
    met.put(type, shape);
    collect(type, variants);
    return shape;
  }

  private void collect(Class<?> type, Map<String, Shape.RecordOf> variants) {
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        variants.put(
            Names.key(permitted.getSimpleName()), record(permitted.asSubclass(Record.class)));
      } else if (permitted.isSealed()) {
        collect(permitted, variants);
      } else {
        throw unsupported(permitted);
      }
    }
  }

  private Shape.Component component(Class<?> owner, RecordComponent c) {
    var accessor = c.getAccessor();
    accessor.setAccessible(true);
    try {
      return new Shape.Component(
          Optional.ofNullable(c.getAnnotation(Key.class))
              .map(Key::value)
              .orElseGet(() -> Names.key(c.getName())),
          Optional.ofNullable(c.getAnnotation(Doc.class)).map(Doc::value).orElse(""),
          any(c.getGenericType()),
          Optional.ofNullable(c.getAnnotation(Default.class)).map(Default::value),
          !c.isAnnotationPresent(Fingerprint.class),
          c.isAnnotationPresent(Alternative.class),
          accessor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          owner.getSimpleName() + "." + c.getName() + ": " + e.getMessage(), e);
    }
  }

  private static String doc(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Doc.class)).map(Doc::value).orElse("");
  }

  private static IllegalArgumentException unsupported(Type type) {
    return new IllegalArgumentException("no file format can carry a " + type.getTypeName());
  }
}
