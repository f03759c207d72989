package dev.rollback.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.Located;
import dev.rollback.diagnostic.SourceFile;
import dev.rollback.diagnostic.SourceSpan;
import dev.rollback.shape.Records;
import dev.rollback.shape.Shape;
import dev.rollback.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An expression of CEL that is true or false, checked against the types of its variables.
 *
 * <p>Types: text, words of a choice and days are {@code string}; whole numbers {@code int};
 * decimals {@code double}; durations and moments {@code duration} and {@code timestamp}; records
 * have typed fields. A value that is missing is {@code null}: {@code body != null &&
 * body.contains('x')}. In a tree of any form {@code has(tree.key)} asks for a key. Whole numbers
 * and decimals may be compared and reckoned with each other.
 *
 * <p>An expression cannot hang or grow: its length, its nesting, its regular expressions (which
 * match in linear time) and the steps of its loops are bounded. Safe for use by several threads.
 */
public final class Condition {
  private static final int LONGEST = 4_000;
  private static final int LONGEST_SHOWN = 80;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableReservedIds(false) // a variable may be called `namespace`
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(100)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(1_000)
          .build();

  private final Located<String> expression;
  private final Variables variables;
  private final CelRuntime.Program program;

  private Condition(Located<String> expression, Variables variables, CelRuntime.Program program) {
    this.expression = expression;
    this.variables = variables;
    this.program = program;
  }

  /** Compiles a condition that the program itself brings; it has no file. */
  public static Checked<Condition> compile(String expression, Variables variables) {
    var file = new SourceFile("condition", expression);
    var end = expression.length() + 1;
    return compile(new Located<>(expression, new SourceSpan(file, 1, 1, 1, end)), variables);
  }

  /** Compiles a condition; problems stand at their own places inside it. */
  public static Checked<Condition> compile(Located<String> expression, Variables variables) {
    var text = expression.value();
    if (text.isBlank()) {
      return invalid(expression.at(), "the condition is empty", "Write one: status == 200.");
    }
    if (text.codePointCount(0, text.length()) > LONGEST) {
      return invalid(
          expression.at(),
          "the condition is longer than " + LONGEST + " characters",
          "Split it into several checks.");
    }
    var types = new CelTypes();
    var cel = environment(variables, types);
    var result = cel.compile(text);
    if (result.hasError()) {
      var problems = new CelProblems(expression, variables, types.fields());
      return new Checked.Invalid<>(problems.explain(result.getErrors()));
    }
    try {
      return program(expression, variables, cel, result.getAst());
    } catch (CelValidationException e) {
      throw new IllegalStateException("a result without errors has a tree", e);
    }
  }

  private static Checked<Condition> program(
      Located<String> expression, Variables variables, Cel cel, CelAbstractSyntaxTree tree) {
    var type = tree.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      return invalid(
          expression.at(),
          "a condition must be true or false, but this is " + CelProblems.type(type.name()),
          "Compare it with something: … == ….");
    }
    try {
      return Checked.valid(new Condition(expression, variables, cel.createProgram(tree)));
    } catch (CelEvaluationException e) {
      return invalid(
          expression.at(),
          "the condition cannot be used: " + e.getMessage(),
          "Write it otherwise.");
    }
  }

  private static Cel environment(Variables variables, CelTypes types) {
    var cel =
        CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    MixedNumbers.addTo(cel);
    variables
        .shapes()
        .forEach((name, shape) -> cel.addVar(Variables.identifier(name), types.of(shape)));
    return cel.setTypeProvider(types.provider()).build();
  }

  private static Checked<Condition> invalid(SourceSpan at, String message, String advice) {
    return new Checked.Invalid<>(List.of(Diagnostic.error(at, message).advise(advice)));
  }

  /** The expression and its place. */
  public Located<String> expression() {
    return expression;
  }

  /**
   * Judges a record whose components are the variables.
   *
   * @throws IllegalArgumentException where a variable that is not optional has no value: a mistake
   *     in the program
   */
  public Verdict evaluate(Record values) {
    return evaluate(values, Map.of());
  }

  /**
   * As {@link #evaluate(Record)}, with more variables by name.
   *
   * @throws IllegalArgumentException where a variable that is not optional has no value: a mistake
   *     in the program
   */
  public Verdict evaluate(Record values, Map<String, ?> more) {
    var all = parts(values);
    all.putAll(more);
    return evaluate(all);
  }

  /**
   * Judges values by name, as files write the names.
   *
   * @throws IllegalArgumentException where a variable that is not optional has no value: a mistake
   *     in the program
   */
  public Verdict evaluate(Map<String, ?> values) {
    var bound = bind(values);
    try {
      return program.eval(bound) instanceof Boolean holds
          ? new Verdict.Decided(holds)
          : new Verdict.Undecided(
              undecided("it is neither true nor false", expression.at(), bound));
    } catch (CelEvaluationException e) {
      var problems = new CelProblems(expression, variables, List.of());
      return new Verdict.Undecided(undecided(CelProblems.reason(e), problems.place(e), bound));
    }
  }

  /** The variables that the expression names with their values: {@code status = 503}. */
  public String explain(Map<String, ?> values) {
    return shown(bind(values));
  }

  /** As {@link #explain(Map)}, for a record whose components are the variables. */
  public String explain(Record values) {
    return shown(bind(parts(values)));
  }

  private static Map<String, Object> parts(Record values) {
    var parts = new LinkedHashMap<String, Object>();
    for (var component : Shapes.ofRecord(values.getClass()).components()) {
      parts.put(component.key(), Records.get(values, component));
    }
    return parts;
  }

  private Map<String, Object> bind(Map<String, ?> values) {
    var bound = new LinkedHashMap<String, Object>();
    variables
        .shapes()
        .forEach(
            (name, shape) -> {
              Object value = values.get(name);
              if (value == null && shape instanceof Shape.Maybe) {
                value = Optional.empty();
              } else if (value == null) {
                throw new IllegalArgumentException("the variable '" + name + "' has no value");
              }
              bound.put(Variables.identifier(name), CelValues.of(shape, value));
            });
    return bound;
  }

  private Diagnostic undecided(String why, SourceSpan at, Map<String, Object> values) {
    var with = shown(values);
    var message = "'" + expression.value().strip() + "' could not be told: " + why;
    return Diagnostic.error(at, message + (with.isEmpty() ? "" : ", with " + with))
        .advise("Ask first whether the value is there: x != null && …, or 'key' in map && ….");
  }

  private String shown(Map<String, Object> values) {
    return values.entrySet().stream()
        .filter(e -> names(e.getKey()))
        .map(e -> e.getKey() + " = " + shown(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private boolean names(String variable) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(variable) + "(?!\\w)")
        .matcher(expression.value())
        .find();
  }

  private static String shown(Object value) {
    var text = value instanceof String s ? "\"" + s + "\"" : value.toString();
    var plain = text.equals("NULL_VALUE") ? "null" : text;
    return plain.length() > LONGEST_SHOWN ? plain.substring(0, LONGEST_SHOWN) + "…" : plain;
  }
}
