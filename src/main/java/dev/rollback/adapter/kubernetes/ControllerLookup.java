package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What was found out about objects that tell controllers what to do. */
public sealed interface ControllerLookup {
  /** These there are, perhaps none. */
  record Found(List<JsonNode> objects) implements ControllerLookup {}

  /** The API server does not know their kind. */
  record NotServed() implements ControllerLookup {}

  /** This user may not know. */
  record Forbidden() implements ControllerLookup {}

  /** Those that were found; none where nobody could look. */
  default List<JsonNode> all() {
    return switch (this) {
      case Found(var objects) -> objects;
      case NotServed _, Forbidden _ -> List.of();
    };
  }
}
