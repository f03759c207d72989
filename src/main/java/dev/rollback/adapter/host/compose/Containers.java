package dev.rollback.adapter.host.compose;

import dev.rollback.shape.Doc;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What {@code compose.stop} and {@code compose.start} move. */
@Doc("What the containers of services do.")
public record Containers(
    @Doc("By the container's name: running, restarting (it fails over and over), paused, stopped.")
        Map<String, Phase> containers) {

  /** In the order of their names. */
  public Containers {
    containers = Collections.unmodifiableMap(new TreeMap<>(containers));
  }

  /** As they are. */
  static Containers of(List<Container> found) {
    return map(found, Container::phase);
  }

  private static Containers map(List<Container> found, Function<Container, Phase> phase) {
    var all = new TreeMap<String, Phase>();
    found.forEach(c -> all.put(c.name(), phase.apply(c)));
    return new Containers(all);
  }

  /** All in this phase. */
  Containers all(Phase phase) {
    var same = new TreeMap<String, Phase>();
    containers.keySet().forEach(name -> same.put(name, phase));
    return new Containers(same);
  }

  /** Whether each is as it was or as it should be: a move of several can be interrupted. */
  static boolean between(Containers from, Containers to, Containers now) {
    return now.containers.keySet().equals(to.containers.keySet())
        && now.containers.entrySet().stream()
            .allMatch(
                c ->
                    c.getValue() == to.containers.get(c.getKey())
                        || c.getValue() == from.containers.get(c.getKey()));
  }
}
