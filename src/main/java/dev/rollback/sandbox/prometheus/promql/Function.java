package dev.rollback.sandbox.prometheus.promql;

import dev.rollback.sandbox.prometheus.promql.Expr.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The functions that are known here, with what they take and give. */
enum Function {
  RATE(Type.VECTOR, Type.MATRIX),
  INCREASE(Type.VECTOR, Type.MATRIX),
  IRATE(Type.VECTOR, Type.MATRIX),
  DELTA(Type.VECTOR, Type.MATRIX),
  AVG_OVER_TIME(Type.VECTOR, Type.MATRIX),
  SUM_OVER_TIME(Type.VECTOR, Type.MATRIX),
  MIN_OVER_TIME(Type.VECTOR, Type.MATRIX),
  MAX_OVER_TIME(Type.VECTOR, Type.MATRIX),
  COUNT_OVER_TIME(Type.VECTOR, Type.MATRIX),
  HISTOGRAM_QUANTILE(Type.VECTOR, Type.SCALAR, Type.VECTOR),
  CLAMP_MIN(Type.VECTOR, Type.VECTOR, Type.SCALAR),
  CLAMP_MAX(Type.VECTOR, Type.VECTOR, Type.SCALAR),
  ABSENT(Type.VECTOR, Type.VECTOR),
  TIMESTAMP(Type.VECTOR, Type.VECTOR),
  VECTOR(Type.VECTOR, Type.SCALAR),
  SCALAR(Type.SCALAR, Type.VECTOR),
  TIME(Type.SCALAR);

  private final Type gives;
  private final List<Type> takes;

  Function(Type gives, Type... takes) {
    this.gives = gives;
    this.takes = List.of(takes);
  }

  static Optional<Function> of(String name) {
    return Arrays.stream(values()).filter(f -> f.text().equals(name)).findFirst();
  }

  /** All names. */
  static String known() {
    return Arrays.stream(values()).map(Function::text).collect(Collectors.joining(", "));
  }

  /** As it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  Type gives() {
    return gives;
  }

  List<Type> takes() {
    return takes;
  }
}
