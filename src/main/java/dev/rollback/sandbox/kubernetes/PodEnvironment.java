package dev.rollback.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The environment of a pod's container, with what it refers to looked up. */
final class PodEnvironment {
  /** A Secret, ConfigMap or key that is referred to does not exist. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private final ObjectStore store;

  PodEnvironment(ObjectStore store) {
    this.store = store;
  }

  Map<String, String> of(JsonNode pod) throws Missing {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : pod.at("/spec/containers/0/env")) {
      Optional<String> value = value(pod, variable);
      value.ifPresent(v -> environment.put(variable.path("name").asText(), v));
    }
    return environment;
  }

  private Optional<String> value(JsonNode pod, JsonNode variable) throws Missing {
    JsonNode from = variable.path("valueFrom");
    if (from.has("secretKeyRef")) {
      return lookup(pod, ResourceType.SECRETS, from.path("secretKeyRef"))
          .map(v -> new String(Base64.getDecoder().decode(v), StandardCharsets.UTF_8));
    }
    if (from.has("configMapKeyRef")) {
      return lookup(pod, ResourceType.CONFIG_MAPS, from.path("configMapKeyRef"));
    }
    if (from.has("fieldRef")) {
      String pointer = "/" + from.at("/fieldRef/fieldPath").asText().replace('.', '/');
      return Optional.of(pod.at(pointer).asText());
    }
    return Optional.of(variable.path("value").asText());
  }

  private Optional<String> lookup(JsonNode pod, ResourceType type, JsonNode reference)
      throws Missing {
    String name = reference.path("name").asText();
    String key = reference.path("key").asText();
    Optional<String> found =
        store
            .find(type, Workloads.namespace(pod), name)
            .map(o -> o.path("data").path(key))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText);
    if (found.isEmpty() && !reference.path("optional").asBoolean()) {
      throw new Missing("couldn't find key " + key + " in " + type.kind() + " " + name);
    }
    return found;
  }
}
