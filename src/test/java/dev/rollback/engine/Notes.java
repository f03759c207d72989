package dev.rollback.engine;

import dev.rollback.crash.Mortality;
import dev.rollback.diagnostic.SystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A system of the tests' own: named notes with a version. It counts what is written, and can refuse
 * a write, do it and lose the reply, or change by itself.
 */
final class Notes {
  private final Map<String, String> notes = new TreeMap<>();
  private final List<String> writes = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final Map<String, Long> versions = new TreeMap<>();
  private Mortality mortality = Mortality.none();
  private long version = 1;
  private Supplier<String> book = () -> "red";
  private Optional<Instant> time = Optional.empty();
  private boolean away;
  private boolean silent;

  /** What happens to the next write. */
  enum Trouble {
    /** It is refused. */
    REFUSED,
    /** It is done, and no reply comes. */
    REPLY_LOST,
    /** It is not done, and no reply comes. */
    REQUEST_LOST,
    /**
     * It is done, no reply comes, and from then on nothing is answered until they are well again.
     */
    LOST_FOR_GOOD
  }

  /** The process that uses it from now on, and may die at every write. */
  synchronized void belongTo(Mortality process) {
    mortality = process;
  }

  synchronized Optional<String> get(String name) {
    mortality.mustLive();
    answer();
    return Optional.ofNullable(notes.get(name));
  }

  /** What they say that they are. */
  String book() {
    return book.get();
  }

  /** Makes them say something else from now on. */
  void book(Supplier<String> name) {
    book = name;
  }

  /** What their clock shows, where they have one. */
  Optional<Instant> time() {
    return time;
  }

  /** Sets their clock, which then stands still. */
  void time(Instant now) {
    time = Optional.of(now);
  }

  /** What they answer when somebody asks whether they are there. */
  String ping() {
    if (away) {
      throw SystemException.refused("the notes are away", "Bring them back.");
    }
    return "notes";
  }

  /** Takes them away, as far as {@link #ping} tells. */
  void away(boolean gone) {
    away = gone;
  }

  synchronized long version() {
    return version;
  }

  /** The version of one note. */
  synchronized long version(String name) {
    return versions.getOrDefault(name, 0L);
  }

  /** Nothing has been written yet, and these are the notes. */
  synchronized void again(Map<String, String> before) {
    notes.clear();
    writes.clear();
    before.forEach(this::change);
  }

  /** The notes whose name begins so. */
  synchronized Map<String, String> beginning(String prefix) {
    mortality.mustLive();
    var found = new TreeMap<>(notes);
    found.keySet().removeIf(name -> !name.startsWith(prefix));
    return found;
  }

  synchronized Map<String, String> all() {
    return Map.copyOf(notes);
  }

  /** Somebody else writes. */
  synchronized void change(String name, String value) {
    notes.put(name, value);
    grow(name);
  }

  synchronized void trouble(Trouble... next) {
    troubles.addAll(List.of(next));
  }

  /** They answer again. */
  synchronized void well() {
    silent = false;
  }

  private void answer() {
    if (silent) {
      throw SystemException.refused("the notes do not answer", "Wait for them.");
    }
  }

  /** The writes that were done, in order. */
  synchronized List<String> writes() {
    return List.copyOf(writes);
  }

  synchronized void put(String name, Optional<String> value) {
    answer();
    switch (troubles.isEmpty() ? null : troubles.removeFirst()) {
      case null -> write(name, value);
      case REFUSED -> throw SystemException.refused("the notes are read-only", "Try again.");
      case REPLY_LOST -> {
        write(name, value);
        throw lost();
      }
      case REQUEST_LOST -> throw lost();
      case LOST_FOR_GOOD -> {
        write(name, value);
        silent = true;
        throw lost();
      }
    }
  }

  private void write(String name, Optional<String> value) {
    var what = "write " + name + "=" + value.orElse("(none)");
    mortality.pass(what + ": before");
    value.ifPresentOrElse(v -> notes.put(name, v), () -> notes.remove(name));
    grow(name);
    writes.add(name + "=" + value.orElse("(none)"));
    mortality.pass(what + ": after");
  }

  private void grow(String name) {
    version++;
    versions.merge(name, 1L, Long::sum);
  }

  private static SystemException lost() {
    return SystemException.unknown(
        "no reply", "Look at the notes.", new java.io.IOException("connection reset"));
  }
}
