package dev.rollback.adapter.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One write of one object, which holds only for the version that it names. */
public sealed interface ObjectChange {
  /** What kind of object. */
  ObjectKind kind();

  /** Its name. */
  String name();

  /** What it needs. */
  Access access();

  /** Makes an object where there is none of its name. */
  record Create(ObjectKind kind, JsonNode object) implements ObjectChange {
    @Override
    public String name() {
      return object.at("/metadata/name").asText();
    }

    /** Creating cannot be granted for one name. */
    @Override
    public Access access() {
      return kind.access("create", "");
    }
  }

  /** Puts an object in the place of the one whose uid and resourceVersion it carries. */
  record Replace(ObjectKind kind, JsonNode object) implements ObjectChange {
    @Override
    public String name() {
      return object.at("/metadata/name").asText();
    }

    @Override
    public Access access() {
      return kind.access("update", name());
    }
  }

  /** Deletes this object, in the version in which it was read. */
  record Delete(ObjectKind kind, JsonNode object) implements ObjectChange {
    @Override
    public String name() {
      return object.at("/metadata/name").asText();
    }

    @Override
    public Access access() {
      return kind.access("delete", name());
    }

    /** The request's body: the server refuses where the object is another one by now. */
    JsonNode preconditions() {
      var options = JsonNodeFactory.instance.objectNode();
      options.put("kind", "DeleteOptions").put("apiVersion", "v1");
      options
          .putObject("preconditions")
          .put("uid", object.at("/metadata/uid").asText())
          .put("resourceVersion", object.at("/metadata/resourceVersion").asText());
      return options;
    }
  }
}
