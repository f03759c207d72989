package dev.rollback.condition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import dev.rollback.diagnostic.Located;
import dev.rollback.shape.Hint;
import dev.rollback.shape.Names;
import dev.rollback.shape.PlanTime;
import dev.rollback.shape.Records;
import dev.rollback.shape.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values as CEL takes them. */
final class CelValues {
  private CelValues() {}

  static Object of(Shape shape, Object value) {
    return switch (shape) {
      case Shape.Text _, Shape.Flag _, Shape.Period _, Shape.Moment _, Shape.AsWritten _ -> value;
      case Shape.Whole _ -> ((Number) value).longValue();
      case Shape.Decimal _ -> ((Number) value).doubleValue();
      case Shape.Day _ -> value.toString();
      case Shape.Choice _ -> value instanceof Enum<?> e ? Names.word(e.name()) : value;
      case Shape.Planned _ -> ((PlanTime) value).at();
      case Shape.Maybe(var inner) -> maybe(inner, value);
      case Shape.At(var inner) -> of(inner, ((Located<?>) value).value());
      case Shape.Aside(var inner) -> of(inner, ((Hint<?>) value).value());
      case Shape.Tree _ -> json((JsonNode) value);
      case Shape.ListOf(var element) ->
          ((List<?>) value).stream().map(e -> of(element, e)).toList();
      case Shape.MapOf(var inner) -> {
        var map = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) value).forEach((k, v) -> map.put((String) k, of(inner, v)));
        yield map;
      }
      case Shape.RecordOf r -> record(r, value);
      case Shape.OneOf o -> variant(o, value);
    };
  }

  private static Object maybe(Shape inner, Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? of(inner, optional.get()) : NullValue.NULL_VALUE;
    }
    return of(inner, value);
  }

  private static Map<String, Object> record(Shape.RecordOf shape, Object value) {
    var map = new LinkedHashMap<String, Object>();
    for (var component : shape.components()) {
      var part = value instanceof Map<?, ?> parts ? parts.get(component.key()) : null;
      if (!(value instanceof Map<?, ?>)) {
        part = Records.get(value, component);
      }
      if (part != null) { // what a mapping lacks cannot be told, and is no false or null
        map.put(Variables.identifier(component.key()), of(component.shape(), part));
      }
    }
    return map;
  }

  private static Object variant(Shape.OneOf shape, Object value) {
    var tag = Names.key(value.getClass().getSimpleName());
    var variant = shape.variants().get(tag);
    if (variant == null) {
      throw new IllegalArgumentException(tag + " is no variant of " + shape.type().getName());
    }
    var map = record(variant, value);
    map.putIfAbsent("type", tag);
    return map;
  }

  private static Object json(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
      case ARRAY -> {
        var list = new java.util.ArrayList<Object>();
        node.forEach(e -> list.add(json(e)));
        yield list;
      }
      case OBJECT -> {
        var map = new LinkedHashMap<String, Object>();
        node.properties().forEach(e -> map.put(e.getKey(), json(e.getValue())));
        yield map;
      }
      case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
    };
  }
}
