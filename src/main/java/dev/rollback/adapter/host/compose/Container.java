package dev.rollback.adapter.host.compose;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A container of a service.
 *
 * @param status the engine's word
 * @param health what its health check says, in the word of the engine; empty where it has none
 * @param policy when the engine starts it again by itself
 */
record Container(
    String id,
    String name,
    String service,
    String status,
    String started,
    int exitCode,
    String health,
    String policy) {

  /** What docker is asked to print of each, a line of JSON. */
  static final String FORMAT =
      "[{{json .Id}},{{json .Name}},{{json .State}},{{json .HostConfig.RestartPolicy.Name}},"
          + "{{json (index .Config.Labels \"com.docker.compose.service\")}}]";

  static Container of(JsonNode line) {
    var state = line.path(2);
    return new Container(
        line.path(0).asText(),
        line.path(1).asText().replaceFirst("^/", ""),
        line.path(4).asText(),
        state.path("Status").asText(),
        state.path("StartedAt").asText(),
        state.path("ExitCode").asInt(),
        state.path("Health").path("Status").asText(),
        line.path(3).asText());
  }

  Phase phase() {
    return Phase.of(status);
  }

  /** When it was started last. */
  Instant startedAt() {
    return Instant.parse(started);
  }
}
