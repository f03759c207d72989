package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects of one namespace as JSON, read only: what a model does not know it would drop. Every
 * method asks the API server, and throws {@link dev.rollback.diagnostic.SystemException} with the
 * address and a remedy when it does not answer or refuses.
 */
public interface ObjectReader {

  /** The object of this name; empty where there is none. */
  Optional<JsonNode> find(ObjectKind kind, String name);

  /** The object of this name; when there is none, the error lists those there are. */
  JsonNode get(ObjectKind kind, String name);

  /** All objects of a kind whose labels are selected, in the server's order. */
  List<JsonNode> list(ObjectKind kind, LabelSelector selector);

  /** What one run of a container has written. */
  ContainerLog log(LogRequest request);

  /** What time the API server says it is. */
  Instant now();

  /**
   * Has the server judge a change as if it were made, without making it.
   *
   * @return false when the server has another version
   */
  boolean rehearse(ObjectChange change);

  /**
   * Which log, and how much of it.
   *
   * @param previous whether the container's previous run is meant
   * @param part which lines of it
   * @param bytes no more than this, from the oldest of these lines on
   */
  record LogRequest(String pod, String container, boolean previous, Part part, int bytes) {}

  /** Which lines of a log. */
  sealed interface Part {
    /** Those that were written since then. */
    record Since(Instant since) implements Part {}

    /** The last so many. */
    record Newest(int lines) implements Part {}
  }

  /** A container's log. */
  sealed interface ContainerLog {
    /**
     * What it wrote, each line with its time before it.
     *
     * @param cut whether there is more than was asked for
     */
    record Text(String text, boolean cut) implements ContainerLog {}

    /** There is none: the container has not run yet, or its log is no longer kept. */
    record None() implements ContainerLog {}

    /** The pod is gone. */
    record Gone() implements ContainerLog {}
  }
}
