package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.adapter.kubernetes.ConfigMapKeys;
import dev.rollback.adapter.kubernetes.KubernetesReader;
import dev.rollback.adapter.kubernetes.Nearest;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person should know before environment entries of a container are changed. */
record EnvNotes(SetEnv action, Container container, EnvState before, KubernetesReader system) {

  Stream<String> all(Set<String> names) {
    return Stream.of(
            replaced(),
            before.hidden().keySet().stream()
                .map(name -> "%s stands several times; the last entry counts.".formatted(name)),
            action.fromConfigMap().entrySet().stream().flatMap(e -> missing(e).stream()),
            container.getEnvFrom().stream().flatMap(source -> besides(source, names)))
        .flatMap(s -> s);
  }

  private Stream<String> replaced() {
    return before.valueFrom().entrySet().stream()
        .filter(e -> !e.getValue().equals(action.sources().get(e.getKey())))
        .map(
            e ->
                "%s comes from %s now; it will be %s."
                    .formatted(e.getKey(), e.getValue(), what(e.getKey())));
  }

  private String what(String name) {
    if (action.env().containsKey(name)) {
      return "a literal value";
    }
    return Optional.ofNullable(action.sources().get(name))
        .map(JsonNode::toString)
        .orElse("removed");
  }

  /** A pod whose reference leads nowhere does not start. */
  private Optional<String> missing(Map.Entry<String, EnvReference> entry) {
    var wanted = entry.getValue();
    if (wanted.optional()) {
      return Optional.empty();
    }
    return switch (system.configMapKeys(wanted.name())) {
      case ConfigMapKeys.Found(var keys) when keys.contains(wanted.key()) -> Optional.empty();
      case ConfigMapKeys.Found(var keys) ->
          Optional.of(
              "For %s, ConfigMap %s has no key '%s', and pods would not start"
                      .formatted(entry.getKey(), wanted.name(), wanted.key())
                  + Nearest.hint(wanted.key(), keys));
      case ConfigMapKeys.Missing _ ->
          Optional.of(
              "There is no ConfigMap '%s' for %s: pods would not start."
                  .formatted(wanted.name(), entry.getKey()));
      case ConfigMapKeys.Forbidden _ -> Optional.empty();
    };
  }

  /** An entry of its own counts before one of the same name that comes with a whole object. */
  private Stream<String> besides(EnvFromSource source, Set<String> names) {
    var prefix = Optional.ofNullable(source.getPrefix()).orElse("");
    if (source.getConfigMapRef() != null) {
      var name = source.getConfigMapRef().getName();
      return switch (system.configMapKeys(name)) {
        case ConfigMapKeys.Found(var keys) ->
            names.stream()
                .filter(n -> n.startsWith(prefix) && keys.contains(n.substring(prefix.length())))
                .map(n -> shadowed(n, "ConfigMap " + name));
        case ConfigMapKeys.Missing _ -> Stream.empty();
        case ConfigMapKeys.Forbidden _ -> perhaps(names, prefix, "ConfigMap " + name);
      };
    }
    return source.getSecretRef() == null
        ? Stream.empty()
        : perhaps(names, prefix, "Secret " + source.getSecretRef().getName());
  }

  private String shadowed(String name, String where) {
    return action.unset().contains(name)
        ? "%s also comes from %s (envFrom): without its own entry that one counts."
            .formatted(name, where)
        : "%s also comes from %s (envFrom): its own entry counts, and hides that one."
            .formatted(name, where);
  }

  private static Stream<String> perhaps(Set<String> names, String prefix, String where) {
    return names.stream().anyMatch(n -> n.startsWith(prefix))
        ? Stream.of(
            "%s gives it entries as well (envFrom), which are not read here: one of the same name is"
                    .formatted(where)
                + " hidden by its own entry, and counts when that is removed.")
        : Stream.empty();
  }
}
