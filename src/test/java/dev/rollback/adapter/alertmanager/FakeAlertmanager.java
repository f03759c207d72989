package dev.rollback.adapter.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollback.web.TestSite;
import dev.rollback.web.TestSite.Asked;
import dev.rollback.web.TestSite.Reply;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * As much of Alertmanager 0.25 as silences need, with the answers that the real one gives: the same
 * contract also runs against that one, in the lab.
 */
public final class FakeAlertmanager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FILTER =
      Pattern.compile("([a-zA-Z_]\\w*)(=~|=)\"(.*)\"", Pattern.DOTALL);

  private final Map<String, ObjectNode> silences = new LinkedHashMap<>();
  private final List<JsonNode> alerts = new ArrayList<>();
  private final TestSite site = TestSite.answering(this::answer);

  /** Its base URL. */
  public String url() {
    return site.url();
  }

  private synchronized Reply answer(Asked asked) {
    try {
      var path = asked.target().replaceAll("\\?.*", "");
      return switch (asked.method() + " " + path.replaceAll("/silence/.*", "/silence/ID")) {
        case "GET /api/v2/status" ->
            new Reply(200, "{\"versionInfo\":{\"version\":\"0.25.0\"},\"cluster\":{}}");
        case "GET /api/v2/silences" -> new Reply(200, JSON.writeValueAsString(all()));
        case "POST /api/v2/silences" -> post((ObjectNode) JSON.readTree(asked.body()));
        case "DELETE /api/v2/silence/ID" -> expire(path.substring(path.lastIndexOf('/') + 1));
        case "GET /api/v2/alerts" -> new Reply(200, JSON.writeValueAsString(matching(asked)));
        case "POST /api/v2/alerts" -> {
          JSON.readTree(asked.body()).forEach(alerts::add);
          yield new Reply(200, "");
        }
        default -> new Reply(404, "404 page not found");
      };
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ObjectNode> all() {
    silences.values().forEach(s -> s.putObject("status").put("state", state(s)));
    return List.copyOf(silences.values());
  }

  private static String state(ObjectNode silence) {
    return Instant.parse(silence.path("endsAt").asText()).isAfter(Instant.now())
        ? "active"
        : "expired";
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private Reply post(ObjectNode silence) {
    for (var key : List.of("comment", "createdBy", "endsAt", "matchers", "startsAt")) {
      if (!silence.has(key)) {
        return new Reply(422, "{\"code\":602,\"message\":\"" + key + " in body is required\"}");
      }
    }
    if (!Instant.parse(silence.path("endsAt").asText()).isAfter(Instant.now())) {
      return new Reply(400, "\"Failed to create silence: start time must be before end time\"");
    }
    var id = silence.path("id").asText();
    if (!id.isEmpty() && !silences.containsKey(id)) {
      return new Reply(404, "\"silence not found\"");
    }
    var known = id.isEmpty() ? UUID.randomUUID().toString() : id;
    var starts = id.isEmpty() ? now() : silence.path("startsAt").asText();
    silences.put(known, silence.put("id", known).put("startsAt", starts).put("updatedAt", now()));
    return new Reply(200, "{\"silenceID\":\"" + known + "\"}");
  }

  private Reply expire(String id) {
    var silence = silences.get(id);
    if (silence == null) {
      return new Reply(500, "\"silence not found\"");
    }
    silence.put("endsAt", now()).put("updatedAt", now());
    return new Reply(200, "");
  }

  private List<JsonNode> matching(Asked asked) {
    var query = asked.target().replaceFirst("[^?]*\\??", "");
    var found = new ArrayList<>(alerts);
    for (var parameter : query.split("&", -1)) {
      if (parameter.startsWith("filter=")) {
        var filter = URLDecoder.decode(parameter.substring(7), StandardCharsets.UTF_8);
        found.removeIf(alert -> !matches(alert, filter));
      }
    }
    return found;
  }

  private static boolean matches(JsonNode alert, String filter) {
    var parts = FILTER.matcher(filter);
    if (!parts.matches()) {
      throw new IllegalArgumentException(filter);
    }
    var value = parts.group(3).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    var label = alert.path("labels").path(parts.group(1)).asText();
    return parts.group(2).equals("=") ? label.equals(value) : label.matches(value);
  }

  @Override
  public void close() {
    site.close();
  }
}
