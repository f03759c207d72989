package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.shape.Hint;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A container's list of environment entries, as Kubernetes keeps it: ordered (an entry may refer to
 * earlier ones), and with names that may stand several times, of which the last one counts.
 */
final class EnvList {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EnvList() {}

  /** The entries with these names. */
  static EnvState read(String container, List<EnvVar> entries, Set<String> names) {
    var env = new TreeMap<String, String>();
    var valueFrom = new TreeMap<String, JsonNode>();
    var hidden = new TreeMap<String, List<JsonNode>>();
    for (var name : names) {
      var same = entries.stream().filter(e -> e.getName().equals(name)).toList();
      if (same.isEmpty()) {
        continue;
      }
      var last = same.getLast();
      if (last.getValueFrom() == null) {
        env.put(name, Optional.ofNullable(last.getValue()).orElse(""));
      } else {
        valueFrom.put(name, JSON.valueToTree(last.getValueFrom()));
      }
      if (same.size() > 1) {
        hidden.put(
            name,
            same.subList(0, same.size() - 1).stream().<JsonNode>map(JSON::valueToTree).toList());
      }
    }
    var order = entries.stream().map(EnvVar::getName).toList();
    return new EnvState(container, env, valueFrom, hidden, new Hint<>(order));
  }

  /**
   * The list with the entries of these names as the state has them. The others stay as they are;
   * where they are the same as in the state's order, so is the order.
   */
  static List<EnvVar> write(List<EnvVar> entries, EnvState to, Set<String> names) {
    var result =
        new ArrayList<>(
            placed(entries.stream().filter(e -> !names.contains(e.getName())).toList()));
    var seen = new HashMap<String, Integer>();
    var next = 0;
    for (var name : to.order().value()) {
      var place = new Place(name, seen.merge(name, 1, Integer::sum));
      if (names.contains(name)) {
        result.add(next++, Map.entry(place, entry(to, place)));
      } else {
        next = after(place, result).orElse(next);
      }
    }
    return result.stream().map(Map.Entry::getValue).toList();
  }

  /** The how many-th entry of a name, counted from 1. */
  private record Place(String name, int number) {}

  private static List<Map.Entry<Place, EnvVar>> placed(List<EnvVar> entries) {
    var seen = new HashMap<String, Integer>();
    return entries.stream()
        .map(e -> Map.entry(new Place(e.getName(), seen.merge(e.getName(), 1, Integer::sum)), e))
        .toList();
  }

  private static OptionalInt after(Place place, List<Map.Entry<Place, EnvVar>> entries) {
    return IntStream.range(0, entries.size())
        .filter(i -> entries.get(i).getKey().equals(place))
        .map(i -> i + 1)
        .findFirst();
  }

  private static EnvVar entry(EnvState state, Place place) {
    var name = place.name();
    var hidden = state.hidden().getOrDefault(name, List.of());
    if (place.number() <= hidden.size()) {
      return read(hidden.get(place.number() - 1), EnvVar.class);
    }
    var entry = new EnvVar();
    entry.setName(name);
    var from = state.valueFrom().get(name);
    if (from != null) {
      entry.setValueFrom(read(from, EnvVarSource.class));
    } else {
      entry.setValue(state.env().getOrDefault(name, ""));
    }
    return entry;
  }

  private static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return JSON.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written from a " + type + " is none", e);
    }
  }
}
