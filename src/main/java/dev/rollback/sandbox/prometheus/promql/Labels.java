package dev.rollback.sandbox.prometheus.promql;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The labels that make a series this one; the name of its metric is one of them.
 *
 * @param all by their names; an empty value is the same as none
 */
public record Labels(SortedMap<String, String> all) {
  /** The label that is the name of the metric. */
  public static final String NAME = "__name__";

  /** The label with the upper bound of a histogram's bucket. */
  static final String BOUND = "le";

  /** No label at all. */
  static final Labels NONE = new Labels(Collections.emptySortedMap());

  /** Keeps its own copy. */
  public Labels {
    var own = new TreeMap<>(all);
    own.values().removeIf(String::isEmpty);
    all = Collections.unmodifiableSortedMap(own);
  }

  /** These labels. */
  public static Labels of(Map<String, String> labels) {
    return new Labels(new TreeMap<>(labels));
  }

  /** A label's value; empty when there is no such label. */
  public String get(String name) {
    return all.getOrDefault(name, "");
  }

  Labels only(Collection<String> names) {
    var some = new TreeMap<>(all);
    some.keySet().retainAll(names);
    return new Labels(some);
  }

  Labels without(Collection<String> names) {
    var some = new TreeMap<>(all);
    names.forEach(some::remove);
    return new Labels(some);
  }

  /** What it is once something was computed of it. */
  Labels withoutName() {
    if (!all.containsKey(NAME)) {
      return this;
    }
    var some = new TreeMap<>(all);
    some.remove(NAME);
    return new Labels(some);
  }

  /** {@code up{instance="a:1", job="b"}}. */
  @Override
  public String toString() {
    return get(NAME)
        + all.entrySet().stream()
            .filter(label -> !label.getKey().equals(NAME))
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
