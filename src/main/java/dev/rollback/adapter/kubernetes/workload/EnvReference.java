package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollback.shape.Default;
import dev.rollback.shape.Doc;

/** An entry of a Secret or a ConfigMap whose value a container is to get. */
@Doc("An entry of a Secret or a ConfigMap of the same namespace.")
public record EnvReference(
    @Doc("The name of the object.") String name,
    @Doc("The key of the entry in it.") String key,
    @Doc("Whether pods start without it where it is missing.") @Default("false") boolean optional) {

  /** As {@code valueFrom} has it, under {@code secretKeyRef} or {@code configMapKeyRef}. */
  JsonNode source(String kind) {
    var source = JsonNodeFactory.instance.objectNode();
    var reference = source.putObject(kind).put("name", name).put("key", key);
    if (optional) {
      reference.put("optional", true);
    }
    return source;
  }
}
