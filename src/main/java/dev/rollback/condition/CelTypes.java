package dev.rollback.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.rollback.shape.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Shapes as the types that conditions are checked against. */
final class CelTypes {
  private final Map<String, StructType> structs = new LinkedHashMap<>();

  /** The type of a shape. What may be missing is nullable, where CEL has such a type. */
  CelType of(Shape shape) {
    return switch (shape) {
      case Shape.Text _, Shape.Choice _, Shape.Day _ -> SimpleType.STRING;
      case Shape.Whole _ -> SimpleType.INT;
      case Shape.Decimal _ -> SimpleType.DOUBLE;
      case Shape.Flag _ -> SimpleType.BOOL;
      case Shape.Period _ -> SimpleType.DURATION;
      case Shape.Moment _, Shape.Planned _ -> SimpleType.TIMESTAMP;
      case Shape.ListOf(var element) -> ListType.create(of(element));
      case Shape.MapOf(var value) -> MapType.create(SimpleType.STRING, of(value));
      case Shape.RecordOf r -> struct(r);
      case Shape.Maybe(var inner) -> nullable(of(inner));
      case Shape.At(var inner) -> of(inner);
      case Shape.Aside(var inner) -> of(inner);
      case Shape.Tree _, Shape.OneOf _, Shape.AsWritten _ -> SimpleType.DYN;
    };
  }

  private static CelType nullable(CelType type) {
    return switch (type) {
      case SimpleType simple when !simple.equals(SimpleType.DYN) -> NullableType.create(simple);
      case StructType struct -> struct;
      default -> SimpleType.DYN;
    };
  }

  private StructType struct(Shape.RecordOf shape) {
    var name = shape.type().getName().replace('$', '.');
    var builder = ImmutableMap.<String, CelType>builder();
    for (var component : shape.components()) {
      builder.put(Variables.identifier(component.key()), of(component.shape()));
    }
    var fields = builder.buildOrThrow();
    var struct =
        StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    structs.put(name, struct);
    return struct;
  }

  /** The fields of all records that were asked for. */
  ImmutableSet<String> fields() {
    return structs.values().stream()
        .flatMap(s -> s.fieldNames().stream())
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The records that were asked for; complete only after the last {@link #of}. */
  CelTypeProvider provider() {
    var known = ImmutableMap.copyOf(structs);
    return new CelTypeProvider() {
      @Override
      public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(known.values());
      }

      @Override
      public Optional<CelType> findType(String name) {
        return Optional.ofNullable(known.get(name));
      }
    };
  }
}
