package dev.rollback.plan;

import dev.rollback.action.Limit;
import dev.rollback.scenario.BoundScenario;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds what a change moves against what it may move. */
public final class Limits {
  private Limits() {}

  /** What is over its limit, in words; a kind that the change does not count is over it as well. */
  public static Optional<String> exceeded(Map<String, Long> limit, Map<String, Long> magnitude) {
    return limit.entrySet().stream()
        .filter(l -> magnitude.getOrDefault(l.getKey(), Long.MAX_VALUE) > l.getValue())
        .map(l -> describe(l.getKey(), l.getValue(), magnitude))
        .reduce((a, b) -> a + "; " + b);
  }

  /** By kind, the sum of all. */
  public static Map<String, Long> sum(Collection<Map<String, Long>> magnitudes) {
    var all = new LinkedHashMap<String, Long>();
    magnitudes.forEach(m -> m.forEach((kind, n) -> all.merge(kind, n, Math::addExact)));
    return Collections.unmodifiableMap(all);
  }

  /** What the runbooks and a target say together. */
  static List<RunLimit> of(BoundScenario scenario, String target, Optional<Limit> ofTarget) {
    return Stream.concat(scenario.family().flatMap(Limits::of), of("target " + target, ofTarget))
        .toList();
  }

  private static Stream<RunLimit> of(BoundScenario scenario) {
    var limits = of("the runbook", scenario.scenario().limit());
    return scenario.prefix().isEmpty()
        ? limits
        : limits.map(
            l ->
                new RunLimit(
                    scenario.source().name(), l.kind(), l.most(), Optional.of(scenario.prefix())));
  }

  private static Stream<RunLimit> of(String by, Optional<Limit> limit) {
    return limit.stream()
        .flatMap(l -> l.byKind().entrySet().stream())
        .map(l -> new RunLimit(by, l.getKey(), l.getValue()));
  }

  /**
   * What is over a limit of the run, in words.
   *
   * @param moved by step, and then by kind
   */
  public static Optional<String> exceededInAll(
      List<RunLimit> limits, Map<String, Map<String, Long>> moved) {
    return limits.stream()
        .flatMap(l -> exceeded(l, counted(l, moved)).stream())
        .reduce((a, b) -> a + "; " + b);
  }

  private static long counted(RunLimit limit, Map<String, Map<String, Long>> moved) {
    return moved.entrySet().stream()
        .filter(step -> limit.counts(step.getKey()))
        .map(step -> step.getValue().getOrDefault(limit.kind(), 0L))
        .reduce(0L, Math::addExact);
  }

  private static Optional<String> exceeded(RunLimit limit, long moved) {
    return moved > limit.most()
        ? Optional.of(
            "%,d %s in all, and %s allows at most %,d"
                .formatted(moved, limit.kind(), limit.by(), limit.most()))
        : Optional.empty();
  }

  private static String describe(String kind, long limit, Map<String, Long> magnitude) {
    var found = magnitude.get(kind);
    return found == null
        ? "it has a limit of " + kind + ", but this action counts " + counted(magnitude)
        : "%,d %s, and at most %,d are allowed".formatted(found, kind, limit);
  }

  private static String counted(Map<String, Long> magnitude) {
    return magnitude.isEmpty() ? "nothing" : String.join(", ", magnitude.keySet());
  }
}
