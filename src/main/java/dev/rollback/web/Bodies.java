package dev.rollback.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.Sensitive;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may be shown of an answer. */
public final class Bodies {
  /** What stands in place of a secret. */
  public static final String MASK = "***";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_SHOWN = 200;

  private Bodies() {}

  /** The body as JSON, where it is. */
  public static Optional<JsonNode> json(String body) {
    try {
      return Optional.of(JSON.readTree(body)).filter(tree -> !tree.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty(); // most bodies are not meant to be
    }
  }

  /**
   * The body as JSON, or an empty object: so that an expectation about it has something to read.
   */
  public static JsonNode jsonOrEmpty(String body) {
    return json(body)
        .filter(JsonNode::isContainerNode)
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** The beginning of a body in one line, for a message. */
  public static String shown(String body) {
    var line = body.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
  }

  /** The text without the credentials that were sent: a service may repeat them. */
  public static String without(Collection<Sensitive> credentials, String text) {
    var redactor = new Redactor();
    credentials.forEach(redactor::learn);
    return redactor.redact(text);
  }

  /** Headers that can be shown: cookies are as good as passwords. */
  public static Map<String, String> headers(
      Collection<Sensitive> credentials, Map<String, String> headers) {
    var shown = new TreeMap<String, String>();
    headers.forEach(
        (name, value) ->
            shown.put(name, name.startsWith("set-cookie") ? MASK : without(credentials, value)));
    return shown;
  }
}
