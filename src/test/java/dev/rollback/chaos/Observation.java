package dev.rollback.chaos;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a round has done to the systems, seen from outside.
 *
 * @param before what was there when it began
 * @param serviceBefore what a customer got then
 * @param after what is there now
 * @param changes what happened to workloads
 * @param keys what happened to keys
 * @param forward how many of the changes came before the first undo was started
 */
record Observation(
    Snapshot before,
    Snapshot.Service serviceBefore,
    Snapshot after,
    List<SpecChange> changes,
    List<Trail.KeyEvent> keys,
    int forward) {

  /** How often that has happened to each key. */
  Map<String, Long> count(String what) {
    return keys.stream()
        .filter(event -> event.what().equals(what) && !Snapshot.writtenByLogins(event.key()))
        .collect(Collectors.groupingBy(Trail.KeyEvent::key, TreeMap::new, Collectors.counting()));
  }

  /** The keys that were deleted, those too that the service writes by itself, but never deletes. */
  Set<String> deleted() {
    return keys.stream()
        .filter(event -> event.what().equals("del") && !event.key().startsWith("rollback:"))
        .map(Trail.KeyEvent::key)
        .collect(Collectors.toSet());
  }

  /** The tables that are not as they were, by name. */
  Set<String> changedTables() {
    var names = new TreeSet<>(before.tables().keySet());
    names.addAll(after.tables().keySet());
    names.removeIf(n -> Objects.equals(before.tables().get(n), after.tables().get(n)));
    return names;
  }

  /** Keys that the service itself has written meanwhile, or whose life was over. */
  Predicate<String> touchedByOthers() {
    var set = count("set").keySet();
    var expired = count("expired").keySet();
    return key -> set.contains(key) || expired.contains(key);
  }

  /**
   * Whether a customer gets what he got before. A key that the service itself has made anew, while
   * all was well, is not taken from him.
   */
  boolean asBefore(Snapshot.Service service) {
    var madeAnew = count("set").keySet().stream().anyMatch(key -> key.startsWith("api_key:"));
    return (madeAnew ? service.withApiKey(serviceBefore.apiKey()) : service).equals(serviceBefore);
  }

  /** How each workload differs from before. */
  Map<String, SpecChange> workloads() {
    var changes = new TreeMap<String, SpecChange>();
    after
        .workloads()
        .forEach(
            (name, now) ->
                changes.put(
                    name,
                    SpecChange.between(
                        before.workloads().getOrDefault(name, NullNode.getInstance()), now)));
    return changes;
  }
}
