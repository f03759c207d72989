package dev.rollback.action;

import java.util.List;

/**
 * A state as it was seen.
 *
 * @param state what the action is about
 * @param version what the system calls this version of it (resourceVersion, run id …), for a write
 *     that refuses when it has moved on; empty where the system has none
 * @param notes what a person should know before it is changed: a rollout that is still under way
 * @param competitors who else changes it by himself
 */
public record Observed<S>(
    S state, String version, List<String> notes, List<Competitor> competitors) {
  /** Keeps its own copies. */
  public Observed {
    notes = List.copyOf(notes);
    competitors = List.copyOf(competitors);
  }

  /** A state that nobody else changes by himself. */
  public Observed(S state, String version, List<String> notes) {
    this(state, version, notes, List.of());
  }

  /** A state without notes. */
  public static <S> Observed<S> of(S state, String version) {
    return new Observed<>(state, version, List.of());
  }
}
