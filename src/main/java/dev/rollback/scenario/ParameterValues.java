package dev.rollback.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Checked;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.diagnostic.DidYouMean;
import dev.rollback.diagnostic.Located;
import dev.rollback.scenario.Scenario.ParameterType;
import dev.rollback.shape.Shape;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The values of a scenario's parameters: as given, else the default. */
public final class ParameterValues {
  private ParameterValues() {}

  /**
   * Gives each parameter its value.
   *
   * @param given texts by name, as the command line has them
   */
  public static Checked<Map<String, Object>> of(Scenario scenario, Map<String, String> given) {
    var problems = new ArrayList<Diagnostic>();
    var values = new LinkedHashMap<String, Object>();
    given.keySet().stream()
        .filter(name -> !scenario.parameters().containsKey(name))
        .forEach(name -> problems.add(unknown(scenario, name)));
    scenario
        .parameters()
        .forEach(
            (name, declared) -> {
              var text =
                  Optional.ofNullable(given.get(name))
                      .or(() -> declared.defaultValue().map(d -> text(d.value())));
              if (text.isEmpty()) {
                problems.add(
                    Diagnostic.error(
                            "the parameter '" + name + "' has no value: " + declared.description())
                        .advise("Give one: -p " + name + "=…"));
              } else {
                try {
                  values.put(name, parse(declared.type(), text.get()));
                } catch (NumberFormatException | DateTimeParseException e) {
                  problems.add(wrong(name, declared.type(), text.get()));
                }
              }
            });
    return problems.isEmpty() ? Checked.valid(values) : new Checked.Invalid<>(problems);
  }

  /** What is wrong with a default, whatever is given on the command line. */
  static Optional<Diagnostic> problem(Located<JsonNode> written, ParameterType type) {
    if (type == ParameterType.LIST || written.value().isContainerNode()) {
      return listProblem(written, type);
    }
    var text = written.value().asText();
    if (type == ParameterType.STRING && !written.value().isTextual()) {
      return Optional.of(
          Diagnostic.error(
                  written.at(),
                  "'default' must be text, but YAML tools read "
                      + text
                      + (written.value().isNumber() ? " as a number" : " as a boolean"))
              .advise("Put it in quotes: \"" + text + "\"."));
    }
    try {
      var _ = parse(type, text);
      return Optional.empty();
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.of(
          Diagnostic.error(
                  written.at(), "the default is '" + text + "', which is not " + wanted(type))
              .advise("Write " + wanted(type) + ", or change `type`."));
    }
  }

  /** What is wrong with a value that a call gives to a parameter of this type. */
  static Optional<Diagnostic> problem(String name, Located<String> given, ParameterType type) {
    try {
      var _ = parse(type, given.value());
      return Optional.empty();
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.of(
          Diagnostic.error(
                  given.at(),
                  "the parameter '%s' is '%s', which is not %s"
                      .formatted(name, given.value(), wanted(type)))
              .advise("Write " + wanted(type) + "."));
    }
  }

  /** An id of digits alone, or 1e10, is a number to YAML: it would come as another text. */
  private static Optional<Diagnostic> listProblem(Located<JsonNode> written, ParameterType type) {
    var fits =
        type == ParameterType.LIST
            && written.value().isArray()
            && written.value().valueStream().allMatch(ParameterValues::isItem);
    return fits
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(written.at(), "the default must be " + wanted(type))
                .advise(
                    type == ParameterType.LIST
                        ? "Write [\"…\", \"…\"] with quotes, and no comma in an item."
                        : "Write one value, or `type: list`."));
  }

  private static boolean isItem(JsonNode item) {
    return item.isTextual() && !item.asText().isBlank() && !item.asText().contains(",");
  }

  /** A value of a plan or a file in the form in which the command line gives it. */
  public static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
        : value.asText();
  }

  /** The shapes of the parameters' values, for checks before there are values. */
  static Map<String, Shape> shapes(Scenario scenario) {
    var shapes = new LinkedHashMap<String, Shape>();
    scenario.parameters().forEach((name, p) -> shapes.put(name, shape(p.type())));
    return shapes;
  }

  /** A value as a plan and a journal hold it. */
  static JsonNode json(Object value) {
    var json = JsonNodeFactory.instance;
    return switch (value) {
      case Long number -> json.numberNode(number);
      case Double number -> json.numberNode(number);
      case Boolean flag -> json.booleanNode(flag);
      case List<?> items -> {
        var array = json.arrayNode();
        items.forEach(i -> array.add(i.toString()));
        yield array;
      }
      default -> json.textNode(value.toString());
    };
  }

  private static Object parse(ParameterType type, String text) {
    return switch (type) {
      case STRING -> text;
      case INTEGER -> Long.parseLong(text);
      case NUMBER -> Double.parseDouble(text);
      case DURATION -> Duration.parse(text);
      case BOOLEAN -> {
        if (!text.equals("true") && !text.equals("false")) {
          throw new NumberFormatException(text);
        }
        yield text.equals("true");
      }
      case LIST ->
          Pattern.compile(",")
              .splitAsStream(text)
              .map(String::strip)
              .filter(i -> !i.isEmpty())
              .toList();
    };
  }

  /** The shape of a value of this type. */
  static Shape shape(ParameterType type) {
    return switch (type) {
      case STRING -> new Shape.Text();
      case INTEGER -> new Shape.Whole(true);
      case NUMBER -> new Shape.Decimal();
      case BOOLEAN -> new Shape.Flag();
      case DURATION -> new Shape.Period();
      case LIST -> new Shape.ListOf(new Shape.Text());
    };
  }

  private static String wanted(ParameterType type) {
    return switch (type) {
      case STRING -> "a text";
      case INTEGER -> "a whole number";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case DURATION -> "a duration such as PT30S";
      case LIST -> "a list of texts";
    };
  }

  private static Diagnostic wrong(String name, ParameterType type, String text) {
    var wanted = wanted(type);
    return Diagnostic.error(
            "the parameter '" + name + "' is '" + text + "', which is not " + wanted)
        .advise("Write -p " + name + "=… with " + wanted + ".");
  }

  private static Diagnostic unknown(Scenario scenario, String name) {
    var known = List.copyOf(scenario.parameters().keySet());
    return Diagnostic.error("the runbook has no parameter '" + name + "'")
        .advise(
            DidYouMean.among(name, known)
                .map(meant -> "Did you mean '" + meant + "'?")
                .orElse(
                    known.isEmpty()
                        ? "It has none."
                        : "It has: " + String.join(", ", known) + "."));
  }
}
