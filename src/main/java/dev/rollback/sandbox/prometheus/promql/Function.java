package dev.rollback.sandbox.prometheus.promql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The functions that are known here, with what they take and give. */
enum Function {
  RATE,
  INCREASE,
  IRATE,
  DELTA,
  AVG_OVER_TIME,
  SUM_OVER_TIME,
  MIN_OVER_TIME,
  MAX_OVER_TIME,
  COUNT_OVER_TIME,
  HISTOGRAM_QUANTILE,
  CLAMP_MIN,
  CLAMP_MAX,
  ABSENT,
  TIMESTAMP,
  VECTOR,
  SCALAR,
  TIME;

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

  ExprType gives() {
    return this == SCALAR || this == TIME ? ExprType.SCALAR : ExprType.VECTOR;
  }

  List<ExprType> takes() {
    return switch (this) {
      case RATE,
          INCREASE,
          IRATE,
          DELTA,
          AVG_OVER_TIME,
          SUM_OVER_TIME,
          MIN_OVER_TIME,
          MAX_OVER_TIME,
          COUNT_OVER_TIME ->
          List.of(ExprType.MATRIX);
      case HISTOGRAM_QUANTILE -> List.of(ExprType.SCALAR, ExprType.VECTOR);
      case CLAMP_MIN, CLAMP_MAX -> List.of(ExprType.VECTOR, ExprType.SCALAR);
      case ABSENT, TIMESTAMP, SCALAR -> List.of(ExprType.VECTOR);
      case VECTOR -> List.of(ExprType.SCALAR);
      case TIME -> List.of();
    };
  }
}
