package dev.rollback.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Content;
import dev.rollback.crash.Mortality;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A journal that survives the death of its process, which may come at every append and blob. */
final class MemoryJournal implements Journal {
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<String, List<byte[]>> blobs = new HashMap<>();
  private Optional<Supplier<Instant>> clock = Optional.empty();
  private Mortality mortality = Mortality.none();

  /** The process that writes it from now on. */
  synchronized void belongTo(Mortality process) {
    mortality = process;
  }

  /** Entries have this time, and no longer one that counts them. */
  synchronized void timedBy(Supplier<Instant> now) {
    clock = Optional.of(now);
  }

  /** Nothing has been written yet. */
  synchronized void again() {
    entries.clear();
    blobs.clear();
  }

  @Override
  public synchronized JournalEntry append(RunEvent event) {
    var what = "append " + label(event);
    mortality.pass(what + ": before");
    var seq = entries.size() + 1;
    var at = clock.map(Supplier::get).orElseGet(() -> Instant.EPOCH.plusSeconds(seq));
    var entry = new JournalEntry(seq, at, event, "0".repeat(64));
    entries.add(entry);
    mortality.pass(what + ": after");
    return entry;
  }

  private static String label(RunEvent event) {
    var kind = event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return event instanceof RunEvent.OfStep of ? kind + " " + of.step() : kind;
  }

  @Override
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized BlobRef keep(String step, Consumer<Content.Sink> writer) {
    var what = "blob of " + step;
    mortality.pass(what + ": before");
    var kept = new ArrayList<byte[]>();
    writer.accept(
        entry -> {
          mortality.pass(what + ": an entry");
          kept.add(entry);
        });
    mortality.pass(what + ": written, not on disk");
    var name = "blob-" + blobs.size();
    blobs.put(name, kept);
    mortality.pass(what + ": on disk");
    return new BlobRef(name, "", kept.size(), 0);
  }

  @Override
  public BlobRef keepText(String step, String name, Stream<String> lines) {
    return keep(step, sink -> lines.forEach(line -> sink.put(line.getBytes(UTF_8))));
  }

  /** A blob that is not on disk is never read: who refers to one before that, is told so. */
  @Override
  public synchronized Content read(BlobRef blob) {
    mortality.mustLive();
    var kept = blobs.get(blob.file());
    if (kept == null) {
      throw new IllegalStateException("an event refers to a blob that is not there: " + blob);
    }
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
