package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.sandbox.web.Reply;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Silences by id. Their time is this machine's: clients read the server's own from the head of its
 * answers, and that is this one.
 */
final class Silences {
  private static final List<String> REQUIRED =
      List.of("comment", "createdBy", "endsAt", "matchers", "startsAt");

  private final Map<String, ObjectNode> all = new LinkedHashMap<>();

  /** Those that have ended included, as in the real one. */
  List<ObjectNode> all() {
    all.values().forEach(s -> s.putObject("status").put("state", state(s)));
    return List.copyOf(all.values());
  }

  private static String state(ObjectNode silence) {
    return end(silence).isAfter(Instant.now()) ? "active" : "expired";
  }

  private static Instant end(ObjectNode silence) {
    return Instant.parse(silence.path("endsAt").asText());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Makes one, or changes the one of its id. */
  Reply put(ObjectNode silence) {
    for (var key : REQUIRED) {
      if (!silence.has(key)) {
        return Reply.json(422, "{\"code\":602,\"message\":\"" + key + " in body is required\"}");
      }
    }
    try {
      if (!end(silence).isAfter(Instant.now())) {
        return Reply.json(400, "\"Failed to create silence: start time must be before end time\"");
      }
    } catch (DateTimeException e) {
      return Reply.json(400, "\"endsAt in body must be of type date-time\"");
    }
    var id = silence.path("id").asText();
    if (!id.isEmpty() && !all.containsKey(id)) {
      return Reply.json(404, "\"silence not found\"");
    }
    var known = id.isEmpty() ? UUID.randomUUID().toString() : id;
    var starts = id.isEmpty() ? now() : silence.path("startsAt").asText();
    all.put(known, silence.put("id", known).put("startsAt", starts).put("updatedAt", now()));
    return Reply.json(200, "{\"silenceID\":\"" + known + "\"}");
  }

  /** Ends one. */
  Reply expire(String id) {
    var silence = all.get(id);
    if (silence == null) {
      return Reply.json(500, "\"silence not found\"");
    }
    silence.put("endsAt", now()).put("updatedAt", now());
    return Reply.json(200, "");
  }
}
