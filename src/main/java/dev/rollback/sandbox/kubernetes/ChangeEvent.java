package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One change of one object.
 *
 * @param version the resource version that the change got
 * @param object the state after it; the last state when deleted; not to be modified
 */
record ChangeEvent(long version, Kind kind, ResourceType type, ObjectNode object) {
  /** The words of the watch protocol. */
  enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }
}
