package dev.rollback.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.drill.Keyspace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a production is in, as somebody sees it who is no run: the specifications of all workloads,
 * and all keys.
 *
 * @param specs by the workload's name, as path to value
 * @param keys without those that say who holds a lease
 */
record Sight(Map<String, String> specs, Map<String, Keyspace.Value> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the service writes by itself, whoever logs in. */
  private static final Pattern RESTLESS =
      Pattern.compile("(ratelimit|session|stats|cache:grid):.*|queue:audit");

  private static final Pattern LEASE = Pattern.compile("rollback[:/-].*");

  static Sight of(Rig rig) {
    var specs = new TreeMap<String, String>();
    var serialization = new KubernetesSerialization();
    for (var deployment :
        rig.production().kubernetes().apps().deployments().inAnyNamespace().list().getItems()) {
      var name = deployment.getMetadata().getName();
      flatten(name, read(serialization.asJson(deployment.getSpec())), specs);
    }
    var keys = new TreeMap<>(rig.production().redis().read());
    keys.keySet().removeIf(key -> LEASE.matcher(key).matches());
    return new Sight(specs, keys);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An entry of a list is named by its name, where it has one. */
  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties().forEach(p -> flatten(path + "." + p.getKey(), p.getValue(), into));
    } else if (node.isArray()) {
      for (var i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), into);
      }
    } else {
      into.put(path, node.asText());
    }
  }

  /** What is not as it was in the specifications: {@code path: before -> now}. */
  List<String> changesOf(Sight before) {
    var paths = new TreeSet<>(specs.keySet());
    paths.addAll(before.specs().keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(specs.get(path), before.specs().get(path)))
        .map(path -> path + ": " + before.specs().get(path) + " -> " + specs.get(path))
        .toList();
  }

  /**
   * What is wrong with the keys, where they are said to be as before. Of what a step moved (whose
   * patterns these are) the service may have made one anew: the customer's, who was there since.
   */
  List<String> notAsBefore(Sight before, List<Pattern> moved) {
    var wrong = new ArrayList<String>();
    var anew = 0;
    for (var entry : before.keys().entrySet()) {
      var key = entry.getKey();
      var now = Optional.ofNullable(keys.get(key));
      if (now.isEmpty() && !RESTLESS.matcher(key).matches()) {
        wrong.add("the key " + key + " is gone");
      } else if (now.isPresent()
          && !RESTLESS.matcher(key).matches()
          && !now.get().same(entry.getValue())) {
        anew++;
        if (anew > 1 || !matches(key, moved)) {
          wrong.add("the key " + key + " has another value or end");
        }
      }
    }
    keys.keySet().stream()
        .filter(key -> !before.keys().containsKey(key))
        .filter(key -> !RESTLESS.matcher(key).matches() && !matches(key, moved))
        .forEach(key -> wrong.add("the key " + key + " is new"));
    return wrong;
  }

  /** The keys of a pattern that are gone, of those that were there. */
  List<String> gone(Sight before, Pattern pattern) {
    return before.keys().keySet().stream()
        .filter(key -> pattern.matcher(key).matches() && !keys.containsKey(key))
        .toList();
  }

  /** The keys of a pattern that are there as they were. */
  List<String> kept(Sight before, Pattern pattern) {
    return before.keys().entrySet().stream()
        .filter(e -> pattern.matcher(e.getKey()).matches())
        .filter(
            e ->
                Optional.ofNullable(keys.get(e.getKey()))
                    .filter(now -> now.same(e.getValue()))
                    .isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean matches(String key, List<Pattern> patterns) {
    return patterns.stream().anyMatch(p -> p.matcher(key).matches());
  }

  /** A pattern of Redis that has only {@code *}. */
  static Pattern glob(String glob) {
    return Pattern.compile(
        Pattern.compile("[^*]+")
            .matcher(glob)
            .results()
            .map(part -> Pattern.quote(part.group()))
            .collect(
                Collectors.joining(
                    ".*", glob.startsWith("*") ? ".*" : "", glob.endsWith("*") ? ".*" : "")));
  }
}
