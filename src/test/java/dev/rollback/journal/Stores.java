package dev.rollback.journal;

import dev.rollback.diagnostic.Redactor;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Stores as the tests need them. */
final class Stores {
  private Stores() {}

  static JournalStore at(Path state) {
    return at(state, Clock.systemUTC());
  }

  static JournalStore at(Path state, Clock clock) {
    return at(state, clock, new Redactor());
  }

  static JournalStore at(Path state, Clock clock, Redactor redactor) {
    return new JournalStore(
        state, new Writer("alice", "host-1", ProcessHandle.current().pid()), clock, redactor);
  }

  static Path journal(Path state, String run) {
    return state.resolve("runs").resolve(run).resolve("journal.jsonl");
  }

  /** A finished run of these events. */
  static void record(JournalStore store, String run, RunEvent... events) {
    try (var journal = store.create(run)) {
      List.of(events).forEach(journal::append);
    }
  }

  static List<RunEvent> events(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::event).toList();
  }
}
