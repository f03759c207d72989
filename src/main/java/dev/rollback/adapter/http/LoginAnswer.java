package dev.rollback.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollback.web.Bodies;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The answer to a login.
 *
 * @param token whether it has a token: a field that is called so, or a text that is a JWT
 * @param shown the body with such fields masked
 */
record LoginAnswer(boolean token, String shown) {
  private static final Set<String> TOKENS =
      Set.of("token", "accesstoken", "idtoken", "authtoken", "sessiontoken", "jwt");
  private static final Pattern SECRET =
      Pattern.compile("token|jwt|secret|passw|session|cookie|key");
  private static final Pattern JWT =
      Pattern.compile("[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+");

  static LoginAnswer of(String body) {
    return Bodies.json(body)
        .filter(JsonNode::isContainerNode)
        .map(tree -> new LoginAnswer(hasToken(tree), mask(tree).toString()))
        .orElseGet(() -> plain(Bodies.json(body).map(JsonNode::asText).orElse(body).strip()));
  }

  /** What is no JSON object may be the token itself, so nothing of it is shown. */
  private static LoginAnswer plain(String body) {
    return new LoginAnswer(
        JWT.matcher(body).matches(), "(" + body.length() + " characters, no JSON object)");
  }

  private static boolean hasToken(JsonNode tree) {
    return tree.properties().stream()
            .anyMatch(
                e ->
                    TOKENS.contains(plainName(e.getKey()))
                        && e.getValue().isTextual()
                        && !e.getValue().textValue().isEmpty())
        || tree.valueStream().anyMatch(value -> value.isContainerNode() && hasToken(value));
  }

  /** A copy of the tree without what may be a secret. */
  private static JsonNode mask(JsonNode tree) {
    return switch (tree) {
      case ObjectNode object -> {
        var shown = object.objectNode();
        object.properties().forEach(e -> shown.set(e.getKey(), masked(e.getKey(), e.getValue())));
        yield shown;
      }
      case ArrayNode array -> {
        var shown = array.arrayNode();
        array.forEach(element -> shown.add(mask(element)));
        yield shown;
      }
      case TextNode text when JWT.matcher(text.textValue()).matches() -> new TextNode(Bodies.MASK);
      default -> tree;
    };
  }

  private static JsonNode masked(String name, JsonNode value) {
    var secret = value.isTextual() && SECRET.matcher(plainName(name)).find();
    return secret ? new TextNode(Bodies.MASK) : mask(value);
  }

  /** {@code access_token}, {@code accessToken} and {@code Access-Token} are the same name. */
  private static String plainName(String name) {
    return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
  }
}
