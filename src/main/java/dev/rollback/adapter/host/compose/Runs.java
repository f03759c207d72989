package dev.rollback.adapter.host.compose;

import dev.rollback.adapter.host.machine.RunId;
import dev.rollback.shape.Doc;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code compose.restart} moves. What is wanted equals every run but those that it excludes:
 * see {@link RunId}.
 */
@Doc("The runs of the containers of services.")
public record Runs(
    @Doc("By the container's name: when it was started, 'another than' that time, or 'stopped'.")
        Map<String, String> runs) {

  /** In the order of their names. */
  public Runs {
    runs = Collections.unmodifiableMap(new TreeMap<>(runs));
  }

  /** As they are. */
  static Runs of(List<Container> found) {
    var runs = new TreeMap<String, String>();
    found.forEach(c -> runs.put(c.name(), run(c)));
    return new Runs(runs);
  }

  private static String run(Container container) {
    return switch (container.phase()) {
      case RUNNING, PAUSED -> container.started();
      case RESTARTING -> RunId.RESTARTING;
      case STOPPED -> RunId.STOPPED;
    };
  }

  /** What a restart makes of them. */
  Runs next() {
    var next = new TreeMap<String, String>();
    runs.forEach((name, run) -> next.put(name, RunId.next(run)));
    return new Runs(next);
  }

  /** Whether each is as it was or as it should be: a restart of several can be interrupted. */
  static boolean between(Runs from, Runs to, Runs now) {
    return now.runs.keySet().equals(to.runs.keySet())
        && now.runs.entrySet().stream()
            .allMatch(
                run ->
                    RunId.same(run.getValue(), to.runs.getOrDefault(run.getKey(), ""))
                        || RunId.same(run.getValue(), from.runs.getOrDefault(run.getKey(), "")));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Runs that
        && runs.keySet().equals(that.runs.keySet())
        && runs.entrySet().stream()
            .allMatch(run -> RunId.same(run.getValue(), that.runs.getOrDefault(run.getKey(), "")));
  }

  @Override
  public int hashCode() {
    return runs.keySet().hashCode();
  }
}
