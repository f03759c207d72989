package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is sent to the API, checked as its description says. */
final class Bodies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Bodies() {}

  /**
   * The tree that is sent.
   *
   * @param what how messages name it
   * @throws RefusedException when it is none
   */
  static JsonNode tree(HttpExchange exchange, String what) throws IOException, RefusedException {
    var type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!type.startsWith("application/json")) {
      throw RefusedException.form(
          415, 415, "unsupported media type \"" + type + "\", only [application/json] are allowed");
    }
    if (text.isBlank()) {
      throw RefusedException.form(422, 602, what + " in body is required");
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw unreadable(what, e.getOriginalMessage());
    }
  }

  private static RefusedException unreadable(String what, String why) {
    return RefusedException.form(
        400, 400, "parsing " + what + " body from \"\" failed, because " + why);
  }

  static void require(JsonNode tree, List<String> keys, String place) throws RefusedException {
    for (var key : keys) {
      if (!tree.hasNonNull(key)) {
        throw RefusedException.form(422, 602, place + key + " in body is required");
      }
    }
  }

  static Silence silence(JsonNode tree) throws RefusedException {
    require(tree, List.of("comment", "createdBy", "endsAt", "matchers", "startsAt"), "");
    var matchers = tree.path("matchers");
    if (matchers.isEmpty()) {
      throw RefusedException.form(422, 612, "matchers in body should have at least 1 items");
    }
    for (var i = 0; i < matchers.size(); i++) {
      require(matchers.path(i), List.of("isRegex", "name", "value"), "matchers." + i + ".");
    }
    var starts = time(tree, "startsAt", "silence");
    return new Silence(
        tree.path("id").asText(),
        matchers.valueStream().map(LabelMatcher::of).toList(),
        starts,
        time(tree, "endsAt", "silence"),
        tree.path("createdBy").asText(),
        tree.path("comment").asText(),
        starts);
  }

  static Alerts.Alert alert(JsonNode tree, int place, Instant now) throws RefusedException {
    require(tree, List.of("labels"), place + ".");
    var labels = texts(tree.path("labels"));
    labels.values().removeIf(String::isEmpty);
    if (labels.isEmpty()) {
      throw RefusedException.text(400, "at least one label pair required");
    }
    for (var name : labels.keySet()) {
      if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
        throw RefusedException.text(400, "invalid label set: invalid name \"" + name + "\"");
      }
    }
    var ends = tree.hasNonNull("endsAt") ? time(tree, "endsAt", "alerts") : Alerts.usualEnd(now);
    var usualStart = ends.isBefore(now) ? ends : now;
    return new Alerts.Alert(
        labels,
        texts(tree.path("annotations")),
        tree.hasNonNull("startsAt") ? time(tree, "startsAt", "alerts") : usualStart,
        ends,
        now);
  }

  private static SortedMap<String, String> texts(JsonNode tree) {
    var texts = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      texts.put(entry.getKey(), entry.getValue().asText());
    }
    return texts;
  }

  private static Instant time(JsonNode tree, String key, String what) throws RefusedException {
    var text = tree.path(key).asText();
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      throw unreadable(what, "parsing time \"" + text + "\" as \"2006-01-02 15:04:05\"");
    }
  }
}
