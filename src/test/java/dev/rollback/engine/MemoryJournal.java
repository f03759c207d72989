package dev.rollback.engine;

import dev.rollback.action.Content;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A journal that survives the death of a run, and can bring it about at any append. */
final class MemoryJournal implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<String, List<byte[]>> blobs = new HashMap<>();
  private int deathAt = Integer.MAX_VALUE;
  private boolean after;

  /** The process dies. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Lets the process die before or after this append, counted from 1 over the journal's life. */
  void dieAt(int append, boolean afterIt) {
    this.deathAt = append;
    this.after = afterIt;
  }

  @Override
  public synchronized JournalEntry append(RunEvent event) {
    var seq = entries.size() + 1;
    if (seq == deathAt && !after) {
      throw new Death();
    }
    var entry = new JournalEntry(seq, Instant.EPOCH.plusSeconds(seq), event, "0".repeat(64));
    entries.add(entry);
    if (seq == deathAt) {
      throw new Death();
    }
    return entry;
  }

  @Override
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized BlobRef keep(String step, Consumer<Content.Sink> writer) {
    var kept = new ArrayList<byte[]>();
    writer.accept(kept::add);
    var name = "blob-" + blobs.size();
    blobs.put(name, kept);
    return new BlobRef(name, "", kept.size(), 0);
  }

  @Override
  public synchronized Content read(BlobRef blob) {
    var kept = blobs.getOrDefault(blob.file(), List.of());
    return new Content() {
      @Override
      public long entries() {
        return kept.size();
      }

      @Override
      public void forEach(Consumer<byte[]> entry) {
        kept.forEach(entry);
      }
    };
  }

  @Override
  public void close() {}
}
