package dev.rollback.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The journal that was read last, or is being read. One command asks for the same run several
 * times, and a long journal takes its time; of one only, because a list of runs asks for all.
 * Thread-safe.
 */
final class LastRead {
  private Optional<Kept> kept = Optional.empty();

  /** How a file was: whoever has written to it since has changed one of these. */
  private record Stamp(Path file, long length, FileTime modified, Optional<Object> key) {
    static Stamp of(Path file) throws IOException {
      var now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          file, now.size(), now.lastModifiedTime(), Optional.ofNullable(now.fileKey()));
    }
  }

  private record Kept(Stamp stamp, FutureTask<Reading> reading) {}

  /** Reads a journal. */
  interface Reader {
    /** Everything up to the first damage. */
    Reading read(Path file) throws IOException;
  }

  /** What was read of this file, unless it has changed since; else it is read now. */
  Reading of(Path file, Reader reader) throws IOException {
    var reading = keep(file, () -> reader.read(file));
    reading.run(); // unless it has run, or is running
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      return reader.read(file);
    }
  }

  private static IOException failed(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(cause);
    };
  }

  private synchronized FutureTask<Reading> keep(Path file, Callable<Reading> read)
      throws IOException {
    var stamp = Stamp.of(file);
    var known = kept.filter(k -> k.stamp().equals(stamp));
    if (known.isPresent()) {
      return known.get().reading();
    }
    var reading = new FutureTask<>(read);
    kept = Optional.of(new Kept(stamp, reading)); // never two of them in memory
    return reading;
  }

  /** Begins to read this file, which somebody will soon ask for. */
  void ahead(Path file, Reader reader) throws IOException {
    Thread.ofPlatform().daemon().name("journal").start(keep(file, () -> reader.read(file)));
  }

  /** What this process has recorded itself, to the end of the file. */
  void wrote(Path file, Reading reading) throws IOException {
    keep(file, () -> reading).run();
  }
}
