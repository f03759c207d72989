package dev.rollback.action;

import dev.rollback.shape.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many objects may be moved at most. Its components are all the kinds that there are: a new
 * kind of object is a component more, and the YAML binding, the schema and the reference know it.
 */
@Doc("How many objects may be moved at most, by kind: {keys: 5000}. More is refused.")
public record Limit(
    @Doc("Keys of a store, deleted or restored.") Optional<Long> keys,
    @Doc("Rows of tables, written or deleted.") Optional<Long> rows,
    @Doc("Pods, started, stopped or replaced.") Optional<Long> pods,
    @Doc("Commits, made or taken back.") Optional<Long> commits,
    @Doc("Sessions of users, ended.") Optional<Long> sessions) {

  /** No limit at all. */
  public static final Limit NONE =
      new Limit(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The names of the kinds, as actions count them. */
  public static final List<String> KINDS = List.of("keys", "rows", "pods", "commits", "sessions");

  /** Refuses what cannot be meant. */
  public Limit {
    for (var most : List.of(keys, rows, pods, commits, sessions)) {
      if (most.filter(n -> n < 0).isPresent()) {
        throw new IllegalArgumentException("a limit is " + most.get() + "; it is at least 0");
      }
    }
  }

  /** The limits that are given, by the name of their kind. */
  public Map<String, Long> byKind() {
    var values = List.of(keys, rows, pods, commits, sessions);
    var given = new LinkedHashMap<String, Long>();
    for (var i = 0; i < KINDS.size(); i++) {
      var kind = KINDS.get(i);
      values.get(i).ifPresent(most -> given.put(kind, most));
    }
    return Collections.unmodifiableMap(given);
  }
}
