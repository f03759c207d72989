package dev.rollback.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.stream.Stream;

/** A journal in memory. */
public final class ListJournal implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<String, List<byte[]>> blobs = new HashMap<>();

  @Override
  public synchronized JournalEntry append(RunEvent event) {
    var seq = entries.size() + 1;
    var entry = new JournalEntry(seq, Instant.EPOCH.plusSeconds(seq), event, "0".repeat(64));
    entries.add(entry);
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
  public BlobRef keepText(String step, String name, Stream<String> lines) {
    return keep(step, sink -> lines.forEach(line -> sink.put(line.getBytes(UTF_8))));
  }

  @Override
  public synchronized Content read(BlobRef blob) {
    var kept = List.copyOf(blobs.getOrDefault(blob.file(), List.of()));
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
