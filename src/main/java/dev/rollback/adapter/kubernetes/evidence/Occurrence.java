package dev.rollback.adapter.kubernetes.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.adapter.kubernetes.ObjectKind;
import dev.rollback.diagnostic.SystemException;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a cluster tells of an object: an event, or that a container ended with an error.
 *
 * @param bad whether it is a warning
 * @param object {@code pod/grid-api-5d4f-abcde}
 * @param count how often; of an event that is older than any window, all the times that it was seen
 * @param last when it was seen last
 */
record Occurrence(
    String reason, boolean bad, String object, String message, int count, Instant last) {

  /** An event, as the API keeps it: one object for all times that it was seen. */
  static Occurrence of(JsonNode event) {
    var about = event.path("involvedObject");
    return new Occurrence(
        event.path("reason").asText(),
        event.path("type").asText().equals("Warning"),
        "%s/%s"
            .formatted(
                about.path("kind").asText().toLowerCase(Locale.ROOT), about.path("name").asText()),
        event.path("message").asText().strip(),
        Math.max(1, Math.max(event.path("count").asInt(), event.at("/series/count").asInt())),
        last(event));
  }

  /** Which of its times is given depends on who has written it. */
  private static Instant last(JsonNode event) {
    return Stream.of(
            "/series/lastObservedTime",
            "/lastTimestamp",
            "/eventTime",
            "/firstTimestamp",
            "/metadata/creationTimestamp")
        .flatMap(field -> time(event.at(field).textValue()).stream())
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  /** The containers of a pod that ended with an error, the last time of each. */
  static Stream<Occurrence> ends(Pod pod) {
    return PodRuns.statuses(pod)
        .flatMap(
            c ->
                Stream.of(Optional.ofNullable(c.getState()), Optional.ofNullable(c.getLastState()))
                    .flatMap(Optional::stream)
                    .flatMap(state -> Optional.ofNullable(state.getTerminated()).stream())
                    .filter(end -> end.getExitCode() != 0)
                    .map(end -> end(pod, c.getName(), end)));
  }

  private static Occurrence end(Pod pod, String container, ContainerStateTerminated end) {
    var said = Optional.ofNullable(end.getMessage()).map(String::strip).orElse("");
    return new Occurrence(
        Optional.ofNullable(end.getReason()).orElse("Error"),
        true,
        ObjectKind.POD.object(pod.getMetadata().getName()),
        "container %s ended with exit code %d%s"
            .formatted(container, end.getExitCode(), said.isEmpty() ? "" : ": " + said),
        1,
        time(end.getFinishedAt()).orElse(Instant.EPOCH));
  }

  /** A time as the API writes it; empty where there is none. */
  static Optional<Instant> time(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw SystemException.refused(
          "The API server gives a time that is none: '" + text + "'.",
          "See which controller writes such times.",
          e);
    }
  }
}
