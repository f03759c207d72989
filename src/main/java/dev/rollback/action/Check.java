package dev.rollback.action;

import java.util.List;
import java.util.Optional;

/**
 * Reads something that can be judged. Implementations are records, and their components are what is
 * written under {@code with:}.
 *
 * @param <V> what is read: a record, whose components are the variables of {@code expect}
 * @param <R> a client that can only read
 */
public interface Check<V extends Record, R> {
  /** What is read. Pure. */
  Target target();

  /** What reading needs. */
  List<Requirement<R>> requirements();

  /** What is expected when the runbook says nothing, in CEL; empty where the runbook must say. */
  Optional<String> expectation();

  /** Reads once. A system that cannot be read throws, and the check is inconclusive. */
  Reading<V> read(R system);

  /** What was read. */
  sealed interface Reading<V> {
    /** Values that can be judged. */
    record Values<V>(V values) implements Reading<V> {}

    /** There was nothing to judge: no data, too few samples. Never a pass. */
    record Nothing<V>(String why) implements Reading<V> {}
  }
}
