package dev.rollback.contract;

import dev.rollback.action.Capture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Evidence in memory. */
public final class MemoryFiles implements Capture.Files {
  private final Map<String, List<String>> kept = new LinkedHashMap<>();

  @Override
  public void keep(String name, Stream<String> lines) {
    if (kept.put(name, lines.toList()) != null) {
      throw new IllegalArgumentException("two files of evidence are named " + name);
    }
  }

  /** What was kept, by name, in order. */
  public Map<String, List<String>> kept() {
    return kept;
  }
}
