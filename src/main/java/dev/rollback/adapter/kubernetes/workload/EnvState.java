package dev.rollback.adapter.kubernetes.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollback.shape.Doc;
import dev.rollback.shape.Hint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Some environment entries of one container: those that an action names, and no others, so that
 * others may change without anything having drifted. An entry that is in none of the maps is not
 * there.
 */
@Doc("The named environment entries of a container.")
public record EnvState(
    @Doc("The container.") String container,
    @Doc("Literal values, by name.") Map<String, String> env,
    @Doc("Where other values come from, by name: the reference, never what it leads to.")
        Map<String, JsonNode> valueFrom,
    @Doc("Earlier entries of the same name, without effect, by name, in their order.")
        Map<String, List<JsonNode>> hidden,
    @Doc("The names of all the container's entries, in their order.") Hint<List<String>> order,
    @Doc("How many pods run with them, and are replaced when they change.")
        Hint<Optional<Integer>> replicas) {

  /** Of a deployment without pods. */
  EnvState(
      String container,
      Map<String, String> env,
      Map<String, JsonNode> valueFrom,
      Map<String, List<JsonNode>> hidden,
      Hint<List<String>> order) {
    this(container, env, valueFrom, hidden, order, new Hint<>(Optional.empty()));
  }

  /** Keeps its own sorted copies: the same state is always written in the same way. */
  public EnvState {
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    valueFrom = Collections.unmodifiableMap(new TreeMap<>(valueFrom));
    hidden = Collections.unmodifiableMap(new TreeMap<>(hidden));
    order = new Hint<>(List.copyOf(order.value()));
  }

  /** The same entries, with which so many pods run. */
  EnvState of(int pods) {
    return new EnvState(container, env, valueFrom, hidden, order, new Hint<>(Optional.of(pods)));
  }

  /** Whether there is an entry of this name. */
  boolean has(String name) {
    return env.containsKey(name) || valueFrom.containsKey(name);
  }
}
