package dev.rollback.crash;

import dev.rollback.action.Content;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A journal on disk whose process may die before, within and after every append, and between the
 * parts of writing a blob. What then is on disk is what the operating system would have had:
 * unwinding removes a half-written blob, so that is brought back.
 */
final class MortalJournal implements Journal {
  /** How points end at which half of an entry is on disk. */
  static final String TORN = ": half of it on disk";

  /** Pods have other names in each run. */
  private static final Pattern POD = Pattern.compile("grid-api-[a-z0-9]{5,12}-[a-z0-9]{4,6}");

  private final Journal real;
  private final Path directory;
  private final Mortality mortality;
  private final Consumer<RunEvent> appended;

  /**
   * Stands before a journal.
   *
   * @param directory where it and its blobs are
   * @param appended is told of every event that is on disk
   */
  MortalJournal(Journal real, Path directory, Mortality mortality, Consumer<RunEvent> appended) {
    this.real = real;
    this.directory = directory;
    this.mortality = mortality;
    this.appended = appended;
  }

  @Override
  public JournalEntry append(RunEvent event) {
    var what = "append " + label(event);
    mortality.pass(what + ": before");
    var intact = length();
    var entry = real.append(event);
    appended.accept(event);
    if (!mortality.survives(what + TORN)) {
      tear(intact);
      mortality.mustLive();
    }
    mortality.pass(what + ": after");
    return entry;
  }

  private long length() {
    try {
      return Files.size(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tear(long intact) {
    try (var file = new RandomAccessFile(file().toFile(), "rw")) {
      file.setLength(intact + (file.length() - intact) / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return directory.resolve("journal.jsonl");
  }

  private static String label(RunEvent event) {
    var kind =
        event
            .getClass()
            .getSimpleName()
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT);
    return event instanceof RunEvent.OfStep of ? kind + " " + of.step() : kind;
  }

  @Override
  public BlobRef keepText(String step, String name, Stream<String> lines) {
    var what = "evidence " + POD.matcher(name).replaceAll("pod") + " of " + step;
    return keeping(
        what,
        () -> real.keepText(step, name, lines.peek(_ -> mortality.pass(what + ": before a line"))));
  }

  @Override
  public BlobRef keep(String step, Consumer<Content.Sink> writer) {
    var what = "blob of " + step;
    return keeping(what, () -> real.keep(step, sink -> fill(what, writer, sink)));
  }

  private BlobRef keeping(String what, Supplier<BlobRef> keep) {
    mortality.pass(what + ": before");
    try {
      var ref = keep.get();
      if (!mortality.survives(what + ": on disk, without its name")) {
        var file = directory.resolve(ref.file());
        Files.move(file, file.resolveSibling(file.getFileName() + ".part"));
        mortality.mustLive();
      }
      mortality.pass(what + ": on disk, with its name");
      return ref;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Death death) {
      bringBack();
      throw death;
    }
  }

  private void fill(String what, Consumer<Content.Sink> writer, Content.Sink sink) {
    if (!mortality.survives(what + ": begun")) {
      setAside();
    }
    mortality.mustLive();
    writer.accept(sink);
    if (!mortality.survives(what + ": written, not yet on disk")) {
      setAside();
    }
    mortality.mustLive();
  }

  private void setAside() {
    named(".blob.part", part -> Files.createLink(Path.of(part + ".aside"), part));
  }

  private void bringBack() {
    named(
        ".aside",
        aside -> Files.move(aside, Path.of(aside.toString().replaceAll("\\.aside$", ""))));
  }

  private interface Change {
    void make(Path file) throws IOException;
  }

  private void named(String end, Change change) {
    try (var files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(end)).toList()) {
        change.make(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<JournalEntry> entries() {
    return real.entries();
  }

  @Override
  public Content read(BlobRef blob) {
    mortality.mustLive();
    return real.read(blob);
  }

  /** Closes the handles, with which the locks end: the operating system does that for the dead. */
  @Override
  public void close() {
    real.close();
  }
}
