package dev.rollback.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.diagnostic.Located;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values to JSON and back, by their shape: {@code decode(encode(x))} equals {@code x}. An empty
 * {@link Optional} is a missing key. Unknown keys are ignored when reading, so that an older
 * version can read what a newer one wrote.
 *
 * @param <T> the type that {@code shape} describes
 */
public final class Codec<T> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  static final String TYPE = "type";

  private final Class<T> type;
  private final Shape shape;

  private Codec(Class<T> type, Shape shape) {
    this.type = type;
    this.shape = shape;
  }

  /** The codec of a record or of a sealed interface of records. */
  public static <T> Codec<T> of(Class<T> type) {
    return new Codec<>(type, Shapes.of(type));
  }

  /**
   * One that writes less than there is, for those who are not to see all of it.
   *
   * @param shape that of the type, less some components
   */
  public static <T> Codec<T> of(Class<T> type, Shape shape) {
    return new Codec<>(type, shape);
  }

  /** The type of the values. */
  public Class<T> type() {
    return type;
  }

  /** The form of the values. */
  public Shape shape() {
    return shape;
  }

  /** The value as a tree. */
  public JsonNode encode(T value) {
    return encode(shape, value);
  }

  /**
   * The value that a tree stands for.
   *
   * @throws IllegalArgumentException naming the key that is missing or ill-typed
   */
  public T decode(JsonNode tree) {
    return type.cast(decode(shape, tree, Place.ROOT));
  }

  /** Where in a tree, put into words only when something is wrong there. */
  private record Place(@Nullable Place above, Object key) {
    static final Place ROOT = new Place(null, "$");

    Place of(Object below) {
      return new Place(this, below);
    }

    @Override
    public String toString() {
      if (above == null) {
        return key.toString();
      }
      return key instanceof Integer ? above + "[" + key + "]" : above + "." + key;
    }
  }

  private static JsonNode encode(Shape shape, Object value) {
    return switch (shape) {
      case Shape.Text _ -> JSON.textNode((String) value);
      case Shape.Whole _ -> whole(((Number) value).longValue());
      case Shape.Decimal _ -> JSON.numberNode((Double) value);
      case Shape.Flag _ -> JSON.booleanNode((Boolean) value);
      case Shape.Period _, Shape.Moment _, Shape.Day _ -> JSON.textNode(value.toString());
      case Shape.Choice _ -> JSON.textNode(Names.word(((Enum<?>) value).name()));
      case Shape.Maybe(var inner) -> encode(inner, ((Optional<?>) value).orElseThrow());
      case Shape.Aside(var inner) -> encode(inner, ((Hint<?>) value).value());
      case Shape.At(var inner) -> encode(inner, ((Located<?>) value).value());
      case Shape.AsWritten _ -> throw notForJson();
      case Shape.Planned _ -> JSON.textNode(((PlanTime) value).at().toString());
      case Shape.Tree _ -> parsed((JsonNode) value);
      case Shape.ListOf(var element) -> {
        var array = JSON.arrayNode();
        ((List<?>) value).forEach(e -> array.add(encode(element, e)));
        yield array;
      }
      case Shape.MapOf(var element) -> {
        var object = JSON.objectNode();
        ((Map<?, ?>) value).forEach((k, v) -> object.set((String) k, encode(element, v)));
        yield object;
      }
      case Shape.RecordOf r -> encodeRecord(r, value, JSON.objectNode());
      case Shape.OneOf o -> {
        var tag = Names.key(value.getClass().getSimpleName());
        var variant = variant(o, tag, Place.ROOT);
        yield encodeRecord(variant, value, JSON.objectNode().put(TYPE, tag));
      }
    };
  }

  /** As a parser would make it, so that a tree equals the same tree read back from its text. */
  private static JsonNode whole(long value) {
    return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
  }

  /** The same of all whole numbers in a tree: a client's own has 30 as a long. */
  private static JsonNode parsed(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> {
        var copy = JSON.objectNode();
        object.properties().forEach(p -> copy.set(p.getKey(), parsed(p.getValue())));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JSON.arrayNode();
        array.forEach(element -> copy.add(parsed(element)));
        yield copy;
      }
      case JsonNode leaf when leaf.isIntegralNumber() && leaf.canConvertToLong() ->
          whole(leaf.longValue());
      case JsonNode leaf -> leaf;
    };
  }

  private static ObjectNode encodeRecord(Shape.RecordOf shape, Object value, ObjectNode into) {
    for (var component : shape.components()) {
      var part = Records.get(value, component);
      if (!isEmpty(part)) {
        into.set(component.key(), encode(component.shape(), part));
      }
    }
    return into;
  }

  private static boolean isEmpty(Object part) {
    return switch (part) {
      case Optional<?> maybe -> maybe.isEmpty();
      case Hint<?>(Optional<?> maybe) -> maybe.isEmpty();
      default -> false;
    };
  }

  private static Object decode(Shape shape, JsonNode tree, Place path) {
    try {
      return switch (shape) {
        case Shape.Text _ -> text(tree, path);
        case Shape.Whole(var wide) -> whole(tree, wide, path);
        case Shape.Decimal _ -> decimal(tree, path);
        case Shape.Flag _ -> flag(tree, path);
        case Shape.Period _ -> Duration.parse(text(tree, path));
        case Shape.Moment _ -> Instant.parse(text(tree, path));
        case Shape.Day _ -> LocalDate.parse(text(tree, path));
        case Shape.Planned _ -> new PlanTime(Instant.parse(text(tree, path)));
        case Shape.Choice(var type) -> constant(type, text(tree, path), path);
        case Shape.Maybe(var inner) -> Optional.of(decode(inner, tree, path));
        case Shape.Aside(var inner) -> new Hint<>(decode(inner, tree, path));
        case Shape.Tree _ -> tree;
        case Shape.At _, Shape.AsWritten _ -> throw notForJson();
        case Shape.ListOf(var element) -> {
          require(tree.isArray(), path, "a list");
          var list = new ArrayList<Object>();
          tree.forEach(e -> list.add(decode(element, e, path.of(list.size()))));
          yield List.copyOf(list);
        }
        case Shape.MapOf(var element) -> {
          require(tree.isObject(), path, "a mapping");
          var map = new LinkedHashMap<String, Object>();
          tree.properties()
              .forEach(
                  e -> map.put(e.getKey(), decode(element, e.getValue(), path.of(e.getKey()))));
          yield java.util.Collections.unmodifiableMap(map);
        }
        case Shape.RecordOf r -> decodeRecord(r, tree, path);
        case Shape.OneOf o -> decodeRecord(variant(o, tree.path(TYPE).asText(), path), tree, path);
      };
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  private static Object decodeRecord(Shape.RecordOf shape, JsonNode tree, Place path) {
    require(tree.isObject(), path, "a mapping");
    var parts = new ArrayList<Object>();
    for (var component : shape.components()) {
      var part = tree.get(component.key());
      var at = path.of(component.key());
      if (part != null && (!part.isNull() || component.shape() instanceof Shape.Tree)) {
        parts.add(decode(component.shape(), part, at));
      } else {
        parts.add(missing(component, at));
      }
    }
    return Records.make(shape.type(), parts);
  }

  private static Object missing(Shape.Component component, Place path) {
    return switch (component.shape()) {
      case Shape.Maybe _ -> Optional.empty();
      case Shape.Aside(Shape.Maybe _) -> new Hint<>(Optional.empty());
      case Shape.ListOf _ -> List.of();
      case Shape.MapOf _ -> Map.of();
      case Shape s ->
          component
              .defaultText()
              .map(text -> decode(s, defaultTree(s, text), path))
              .orElseThrow(() -> new IllegalArgumentException(path + " is missing"));
    };
  }

  private static JsonNode defaultTree(Shape shape, String text) {
    return switch (shape) {
      case Shape.Whole _ -> JSON.numberNode(Long.parseLong(text));
      case Shape.Decimal _ -> JSON.numberNode(Double.parseDouble(text));
      case Shape.Flag _ -> JSON.booleanNode(Boolean.parseBoolean(text));
      case Shape _ -> JSON.textNode(text);
    };
  }

  private static Shape.RecordOf variant(Shape.OneOf shape, String tag, Place path) {
    var variant = shape.variants().get(tag);
    if (variant == null) {
      throw new IllegalArgumentException(
          path + ": '" + tag + "' is none of " + String.join(", ", shape.variants().keySet()));
    }
    return variant;
  }

  private static Object constant(Class<? extends Enum<?>> type, String word, Place path) {
    for (var constant : type.getEnumConstants()) {
      if (Names.word(constant.name()).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        path + ": '" + word + "' is no " + Names.key(type.getSimpleName()));
  }

  private static IllegalArgumentException notForJson() {
    return new IllegalArgumentException("positions belong to source files, not to JSON");
  }

  private static String text(JsonNode tree, Place path) {
    require(tree.isTextual(), path, "a text");
    return tree.textValue();
  }

  private static Object whole(JsonNode tree, boolean wide, Place path) {
    require(tree.isIntegralNumber() && tree.canConvertToLong(), path, "a whole number");
    if (wide) {
      return tree.longValue();
    }
    require(tree.canConvertToInt(), path, "a whole number of 32 bits");
    return tree.intValue();
  }

  /** JSON has no word for what is not a number; such a value is written as a text. */
  private static Object decimal(JsonNode tree, Place path) {
    if (tree.isTextual()) {
      return switch (tree.textValue()) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw new IllegalArgumentException(path + " is not a number");
      };
    }
    require(tree.isNumber(), path, "a number");
    return tree.doubleValue();
  }

  private static Object flag(JsonNode tree, Place path) {
    require(tree.isBoolean(), path, "true or false");
    return tree.booleanValue();
  }

  private static void require(boolean holds, Place path, String what) {
    if (!holds) {
      throw new IllegalArgumentException(path + " is not " + what);
    }
  }
}
