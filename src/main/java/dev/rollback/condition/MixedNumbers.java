package dev.rollback.condition;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;

/**
 * Lets whole numbers and decimals meet: {@code value == 5}, {@code value * 100 < 5}. CEL has this
 * for {@code <} and its like alone, and people do not see a difference between 5 and 5.0.
 */
final class MixedNumbers {
  private MixedNumbers() {}

  static void addTo(CelBuilder cel) {
    equality(cel, "_==_", "equals");
    equality(cel, "_!=_", "not_equals");
    arithmetic(cel, "_+_", "add", (a, b) -> a + b, (a, b) -> a + b);
    arithmetic(cel, "_-_", "subtract", (a, b) -> a - b, (a, b) -> a - b);
    arithmetic(cel, "_*_", "multiply", (a, b) -> a * b, (a, b) -> a * b);
    arithmetic(cel, "_/_", "divide", (a, b) -> a / b, (a, b) -> a / b);
  }

  /** Only the check is told; at run time equality compares any two numbers. */
  private static void equality(CelBuilder cel, String operator, String id) {
    declare(cel, operator, id, SimpleType.BOOL);
  }

  private static void arithmetic(
      CelBuilder cel,
      String operator,
      String id,
      CelFunctionOverload.Binary<Long, Double> left,
      CelFunctionOverload.Binary<Double, Long> right) {
    declare(cel, operator, id, SimpleType.DOUBLE);
    cel.addFunctionBindings(
        CelFunctionBinding.from(id + "_int_double", Long.class, Double.class, left),
        CelFunctionBinding.from(id + "_double_int", Double.class, Long.class, right));
  }

  private static void declare(CelBuilder cel, String operator, String id, CelType result) {
    cel.addFunctionDeclarations(
        newFunctionDeclaration(
            operator,
            newGlobalOverload(id + "_int_double", result, SimpleType.INT, SimpleType.DOUBLE),
            newGlobalOverload(id + "_double_int", result, SimpleType.DOUBLE, SimpleType.INT)));
  }
}
