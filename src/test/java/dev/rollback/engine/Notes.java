package dev.rollback.engine;

import dev.rollback.diagnostic.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A system of the tests' own: named notes with a version. It counts what is written, and can refuse
 * a write, do it and lose the reply, or change by itself.
 */
final class Notes {
  private final Map<String, String> notes = new TreeMap<>();
  private final List<String> writes = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private long version = 1;

  /** What happens to the next write. */
  enum Trouble {
    /** It is refused. */
    REFUSED,
    /** It is done, and no reply comes. */
    REPLY_LOST,
    /** It is not done, and no reply comes. */
    REQUEST_LOST
  }

  synchronized Optional<String> get(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  synchronized long version() {
    return version;
  }

  synchronized Map<String, String> all() {
    return Map.copyOf(notes);
  }

  /** Somebody else writes. */
  synchronized void change(String name, String value) {
    notes.put(name, value);
    version++;
  }

  synchronized void trouble(Trouble... next) {
    troubles.addAll(List.of(next));
  }

  /** The writes that were done, in order. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  synchronized void put(String name, Optional<String> value) {
    switch (troubles.isEmpty() ? null : troubles.removeFirst()) {
      case null -> write(name, value);
      case REFUSED -> throw SystemException.refused("the notes are read-only", "Try again.");
      case REPLY_LOST -> {
        write(name, value);
        throw lost();
      }
      case REQUEST_LOST -> throw lost();
    }
  }

  private void write(String name, Optional<String> value) {
    value.ifPresentOrElse(v -> notes.put(name, v), () -> notes.remove(name));
    version++;
    writes.add(name + "=" + value.orElse("(none)"));
  }

  private static SystemException lost() {
    return SystemException.unknown(
        "no reply", "Look at the notes.", new java.io.IOException("connection reset"));
  }
}
