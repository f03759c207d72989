package dev.rollback.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Diagnostic;
import dev.rollback.shape.Shape;
import dev.rollback.yaml.YamlNode.Style;
import dev.rollback.yaml.YamlNode.YamlMapping;
import dev.rollback.yaml.YamlNode.YamlScalar;
import dev.rollback.yaml.YamlNode.YamlSequence;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values of any form as JSON. It goes on to other tools, so that a scalar on which YAML 1.1 and 1.2
 * differ is refused: {@code on} is a text to one and true to the other.
 */
record Trees(Scalars scalars, Consumer<Diagnostic> problems) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  Optional<JsonNode> value(YamlNode node, String what) {
    return switch (node) {
      case YamlScalar scalar -> scalar(scalar, what);
      case YamlSequence(var elements, var _) -> {
        var array = JSON.arrayNode();
        elements.forEach(e -> value(e, "an item of " + what).ifPresent(array::add));
        yield array.size() == elements.size() ? Optional.of(array) : Optional.empty();
      }
      case YamlMapping(var entries, var _) -> {
        var object = JSON.objectNode();
        entries.forEach(
            e ->
                value(e.value(), "'" + e.key().text() + "'")
                    .ifPresent(v -> object.set(e.key().text(), v)));
        yield object.size() == entries.size() ? Optional.of(object) : Optional.empty();
      }
    };
  }

  private Optional<JsonNode> scalar(YamlScalar scalar, String what) {
    return scalars
        .resolve(new Shape.Tree(), scalar, what)
        .flatMap(
            resolved ->
                switch (resolved) {
                  case Scalars.Resolved.Typed(var value) -> Optional.of(json(value));
                  case Scalars.Resolved.AsText(var text) ->
                      text.style() == Style.PLAIN
                          ? plain(text, what)
                          : Optional.of(JSON.textNode(text.text()));
                });
  }

  private static JsonNode json(Object value) {
    return switch (value) {
      case Boolean b -> JSON.booleanNode(b);
      case Double d -> JSON.numberNode(d);
      case Integer i -> JSON.numberNode(i);
      case Long l -> JSON.numberNode(l);
      case List<?> items -> {
        var array = JSON.arrayNode();
        items.forEach(i -> array.add(json(i)));
        yield array;
      }
      default -> JSON.textNode(Parameters.text(value));
    };
  }

  private Optional<JsonNode> plain(YamlScalar scalar, String what) {
    var text = scalar.text();
    return switch (PlainScalar.of(text)) {
      case NOTHING -> Optional.of(JSON.nullNode());
      case TEXT, DATE -> Optional.of(JSON.textNode(text));
      case BOOLEAN ->
          switch (text) {
            case "true" -> Optional.of(JSON.booleanNode(true));
            case "false" -> Optional.of(JSON.booleanNode(false));
            default -> ambiguous(scalar, what, "true or false");
          };
      case NUMBER ->
          Written.number(text)
              .map(Trees::number)
              .or(() -> ambiguous(scalar, what, "a plain decimal number"));
    };
  }

  private static JsonNode number(Number number) {
    return switch (number) {
      case Long l -> JSON.numberNode(l);
      case BigInteger i -> JSON.numberNode(i);
      default -> JSON.numberNode(number.doubleValue());
    };
  }

  private Optional<JsonNode> ambiguous(YamlScalar scalar, String what, String otherwise) {
    var text = scalar.text();
    problems.accept(
        Diagnostic.error(
                scalar.at(),
                "%s is ambiguous: some YAML tools read %s as %s, others as text"
                    .formatted(what, text, PlainScalar.of(text).words()))
            .advise("Write \"" + text + "\" with quotes for the text, or " + otherwise + "."));
    return Optional.empty();
  }
}
