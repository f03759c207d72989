package dev.rollback.journal;

import dev.rollback.action.Content;
import dev.rollback.diagnostic.Redactor;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.run.BlobRef;
import dev.rollback.run.Journal;
import dev.rollback.run.JournalEntry;
import dev.rollback.run.RunEvent;
import dev.rollback.shape.Redaction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The journal of one run, open for writing. After a failed append it takes nothing more, so that
 * nothing is done that is not recorded.
 */
final class FileJournal implements Journal {
  private final Path directory;
  private final Path path;
  private final RandomAccessFile file;
  private final RunLock lock;
  private final JournalFormat format;
  private final Redaction redaction;
  private final Redactor redactor;
  private final Clock clock;
  private final ArrayList<JournalEntry> entries;
  private final AtomicInteger blobs;
  private final ReentrantLock appending = new ReentrantLock();
  private String head;
  private long length;
  private Optional<SystemException> broken = Optional.empty();

  /** Takes over what was opened: the file stands at the end of what was read from it. */
  FileJournal(
      RunFiles run,
      RandomAccessFile file,
      RunLock lock,
      Reading reading,
      JournalFormat format,
      Redaction redaction,
      Redactor redactor,
      Clock clock)
      throws IOException {
    this.directory = run.directory();
    this.path = run.journal();
    this.file = file;
    this.lock = lock;
    this.format = format;
    this.redaction = redaction;
    this.redactor = redactor;
    this.clock = clock;
    this.entries = new ArrayList<>(reading.entries());
    this.blobs = new AtomicInteger(run.lastBlob());
    this.head = reading.head();
    this.length = reading.intact();
    file.seek(length);
  }

  @Override
  public JournalEntry append(RunEvent event) {
    var encoded = format.codec().encode(event);
    var tree = redaction.apply(encoded);
    if (keepsState(event) && !tree.equals(encoded)) {
      throw secretInState((RunEvent.OfStep) event);
    }
    appending.lock();
    try {
      refuseIfBroken();
      var seq = entries.size() + 1L;
      var line = format.write(seq, clock.instant(), tree, head);
      var entry = asRead(line, seq);
      write(line, seq);
      entries.add(entry);
      head = Sha256.hex(line, 0, line.length);
      return entry;
    } finally {
      appending.unlock();
    }
  }

  /** What is in these is needed to bring a state back, to the letter. */
  private static boolean keepsState(RunEvent event) {
    return event instanceof RunEvent.BeforeKept || event instanceof RunEvent.DriftConfirmed;
  }

  /** A masked state before would make undo write the mask; so there is no write at all. */
  private static SystemException secretInState(RunEvent.OfStep kept) {
    return SystemException.refused(
        "the state of step '"
            + kept.step()
            + "' holds a secret in clear text, which is not recorded",
        "Keep that value in a secret store and refer to it; then the state holds the reference.");
  }

  /** The entry as every later reader will see it; what cannot be read back is never written. */
  private JournalEntry asRead(byte[] line, long seq) {
    return switch (format.read(line, 0, line.length, path, seq, head)) {
      case JournalFormat.Line.Good(var entry) -> entry;
      case JournalFormat.Line.Bad(var damage) ->
          throw new IllegalStateException("an event that cannot be read back: " + damage.message());
    };
  }

  private void write(byte[] line, long seq) {
    var bytes = java.util.Arrays.copyOf(line, line.length + 1);
    bytes[line.length] = '\n';
    try {
      file.write(bytes);
      file.getFD().sync();
      length += bytes.length;
    } catch (IOException e) {
      var failure = failure(e, seq);
      broken = Optional.of(failure);
      throw failure;
    }
  }

  private SystemException failure(IOException e, long seq) {
    var message =
        "cannot record entry %d in %s: %s (%s)"
            .formatted(seq, path, Failures.reason(e), Failures.free(path));
    var advice =
        "Nothing more is done in this run. Make room for %s, then `rollback resume %s`."
            .formatted(directory, directory.getFileName());
    return takenBack()
        ? SystemException.refused(message, advice, e)
        : SystemException.unknown(message, advice, e);
  }

  /** Whether no part of the failed line is left; else a reader finds it torn and drops it. */
  private boolean takenBack() {
    try {
      file.setLength(length);
      file.getFD().sync();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whoever was not told why the first time is told now: the same entry, the same reason. */
  private void refuseIfBroken() {
    if (broken.isPresent()) {
      var first = broken.get();
      throw SystemException.refused(
          "nothing more is recorded: " + first.problem(), first.advice().orElse(""), first);
    }
  }

  @Override
  public List<JournalEntry> entries() {
    appending.lock();
    try {
      return List.copyOf(entries);
    } finally {
      appending.unlock();
    }
  }

  @Override
  public BlobRef keepText(String step, String name, Stream<String> lines) {
    askWhetherBroken();
    var file = RunFiles.evidence(directory, blobs.incrementAndGet(), name);
    return EvidenceWriter.write(file, lines.map(redactor::redact));
  }

  private void askWhetherBroken() {
    appending.lock();
    try {
      refuseIfBroken();
    } finally {
      appending.unlock();
    }
  }

  @Override
  public BlobRef keep(String step, Consumer<Content.Sink> writer) {
    askWhetherBroken();
    return BlobWriter.write(RunFiles.blob(directory, blobs.incrementAndGet(), step), writer);
  }

  @Override
  public Content read(BlobRef blob) {
    return BlobContent.open(directory, blob, RunFiles.seqOf(blob, entries()));
  }

  @Override
  public void close() {
    appending.lock();
    try (var _ = lock;
        var _ = file) {
      broken = broken.or(() -> Optional.of(closed()));
    } catch (IOException e) {
      throw Failures.failed("close", path, e);
    } finally {
      appending.unlock();
    }
  }

  private SystemException closed() {
    return SystemException.refused(path + ": it was closed", "Open the run again.");
  }
}
