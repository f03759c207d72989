package dev.rollback.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a campaign has found. */
public final class Tally {
  private long previews;
  private long writesInPreviews;
  private long runs;
  private long exact;
  private long bounded;
  private long refusedWithoutReason;
  private long harmless;
  private final TreeMap<String, Long> drifts = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();

  void preview(long writes) {
    previews++;
    writesInPreviews += writes;
  }

  void run() {
    runs++;
  }

  void exact() {
    exact++;
  }

  void bounded() {
    bounded++;
  }

  void harmless() {
    harmless++;
  }

  void refused() {
    refusedWithoutReason++;
  }

  void drift(String kind) {
    drifts.merge(kind, 1L, Long::sum);
  }

  void violation(String what) {
    violations.add(what);
  }

  /** What should not have been. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** How many plans were made. */
  public long previews() {
    return previews;
  }

  /** How many writes the servers saw meanwhile. */
  public long writesInPreviews() {
    return writesInPreviews;
  }

  /** How many exact changes ended as they were previewed. */
  public long exactAsPreviewed() {
    return exact;
  }

  /** How often a drift was injected and refused, by kind. */
  public java.util.Map<String, Long> driftsRefused() {
    return java.util.Collections.unmodifiableMap(drifts);
  }

  /** A line of figures. */
  public String line(String name) {
    return "%-28s %5d previews, %d writes in them; %5d runs: %5d exact and %d bounded changes as previewed, %d refused; %d harmless changes meanwhile; drift refused: %d in %d kinds; %d violations"
        .formatted(
            name,
            previews,
            writesInPreviews,
            runs,
            exact,
            bounded,
            refusedWithoutReason,
            harmless,
            drifts.values().stream().mapToLong(n -> n).sum(),
            drifts.size(),
            violations.size());
  }
}
