package dev.rollback.sandbox.alertmanager;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Silences and alerts as the API writes them. */
final class Written {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Written() {}

  static ObjectNode silence(Silence silence, Instant now) {
    var json = JsonNodeFactory.instance.objectNode().put("id", silence.id());
    json.putObject("status").put("state", silence.state(now).word());
    json.put("updatedAt", TIME.format(silence.updated()))
        .put("comment", silence.comment())
        .put("createdBy", silence.createdBy())
        .put("endsAt", TIME.format(silence.ends()));
    var matchers = json.putArray("matchers");
    silence.matchers().forEach(matcher -> matchers.add(matcher.json()));
    return json.put("startsAt", TIME.format(silence.starts()));
  }

  static ObjectNode alert(Alerts.Alert alert, List<String> silencedBy) {
    var json = JsonNodeFactory.instance.objectNode();
    alert.annotations().forEach(json.putObject("annotations")::put);
    json.put("endsAt", TIME.format(alert.ends()))
        .put("fingerprint", "%016x".formatted(alert.labels().hashCode() & 0xffffffffL));
    json.putArray("receivers").addObject().put("name", "none");
    json.put("startsAt", TIME.format(alert.starts()));
    var status = json.putObject("status");
    status.putArray("inhibitedBy");
    silencedBy.forEach(status.putArray("silencedBy")::add);
    status.put("state", silencedBy.isEmpty() ? "active" : "suppressed");
    json.put("updatedAt", TIME.format(alert.updated()));
    alert.labels().forEach(json.putObject("labels")::put);
    return json;
  }

  static ObjectNode status(Instant since, String version) {
    var json = JsonNodeFactory.instance.objectNode();
    var cluster = json.putObject("cluster");
    cluster.putArray("peers");
    cluster.put("status", "disabled");
    json.put("uptime", TIME.format(since)).putObject("versionInfo").put("version", version);
    return json;
  }
}
