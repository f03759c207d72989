package dev.rollback.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.Topic;
import dev.rollback.shape.Codec;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to write a run, or to move a target: an exclusive lock of the operating system, which
 * ends with the process however that ends. The locked file says who holds it, for the message to
 * others; what it says counts only while the lock is held.
 *
 * <p>POSIX takes a process's lock away when the process closes any other handle on the file, so a
 * file that this process has locked must not be opened again: {@code held} is asked first.
 */
final class RunLock implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

  private final RandomAccessFile file;
  private final Path path;
  private final Map<Path, Holder> held;
  private boolean released;

  private RunLock(RandomAccessFile file, Path path, Map<Path, Holder> held) {
    this.file = file;
    this.path = path;
    this.held = held;
  }

  /** The locks that this process holds, empty at first. */
  static Map<Path, Holder> none() {
    return new ConcurrentHashMap<>();
  }

  /**
   * Takes the lock.
   *
   * @throws SystemException naming the holder, if there is one
   */
  static RunLock take(Path path, Holder me, Map<Path, Holder> held, Refusal refusal)
      throws IOException {
    var mine = held.putIfAbsent(path, me);
    if (mine != null) {
      throw refusal.by(Optional.of(mine), path);
    }
    try {
      return lock(path, me, held, refusal);
    } catch (IOException | RuntimeException e) {
      held.remove(path);
      throw e;
    }
  }

  /** Who holds the lock now; empty when nobody does. */
  static Optional<Holder> holder(Path path, Holder me, Map<Path, Holder> held) throws IOException {
    var mine = held.get(path);
    if (mine != null) {
      return Optional.of(mine);
    }
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    // To ask, a file need only be readable: a state directory may be mounted without writing.
    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
      return free(file) ? Optional.empty() : said(path).or(() -> Optional.of(unknown(me)));
    }
  }

  private static boolean free(FileChannel file) throws IOException {
    try {
      return file.tryLock(0, Long.MAX_VALUE, true) != null;
    } catch (OverlappingFileLockException e) {
      return false; // held in this process, by another store
    }
  }

  private static RunLock lock(Path path, Holder me, Map<Path, Holder> held, Refusal refusal)
      throws IOException {
    createIfMissing(path);
    var file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (!locked(file)) {
        throw refusal.by(said(path), path);
      }
      file.setLength(0);
      file.write(text(me));
      return new RunLock(file, path, held);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void createIfMissing(Path path) throws IOException {
    try {
      if (!Files.exists(path)) {
        Durable.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; which of the two gets the lock is decided by the lock.
      if (!Files.isRegularFile(path)) {
        throw e;
      }
    }
  }

  /** Whoever only asks who holds it, holds it for a moment: that is no reason to give up. */
  private static boolean locked(RandomAccessFile file) throws IOException {
    for (var attempt = 1; !tryLock(file); attempt++) {
      if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
    return true;
  }

  private static boolean tryLock(RandomAccessFile file) throws IOException {
    try {
      return file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held in this process, by another store
    }
  }

  private static byte[] text(Holder holder) {
    return (Codec.of(Holder.class).encode(holder) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** What the file says; empty where the holder has not written it yet. */
  private static Optional<Holder> said(Path path) throws IOException {
    try (var in = new FileInputStream(path.toFile())) {
      return Optional.of(Codec.of(Holder.class).decode(new ObjectMapper().readTree(in)));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Holder unknown(Holder me) {
    return new Holder("unknown", me.host(), 0, me.since(), "unknown");
  }

  /** What is said to a process that finds the lock taken. */
  @FunctionalInterface
  interface Refusal {
    /** The holder is missing where it has only just begun and not said yet who it is. */
    SystemException by(Optional<Holder> holder, Path lock);

    /** Of a run's journal. */
    static Refusal ofRun(String run) {
      return (holder, lock) ->
          SystemException.refused(
              "run %s is being written by %s (lock %s)".formatted(run, label(holder), lock),
              "Wait until that process has ended, or stop it; then `rollback status " + run + "`.");
    }

    /** Of a target. */
    static Refusal ofTarget(String target) {
      return (holder, lock) ->
          SystemException.refused(
                  "target '%s' is being moved by %s%s (lock %s)"
                      .formatted(
                          target,
                          label(holder),
                          holder.map(h -> ", in run " + h.run()).orElse(""),
                          lock),
                  "One run at a time moves a target. Wait until that one has ended; `rollback runs`"
                      + " shows it.")
              .see(Topic.LEASE);
    }

    private static String label(Optional<Holder> holder) {
      return holder.map(Holder::label).orElse("another process, which has only just begun");
    }
  }

  /** Gives the lock back. The file stays: to delete it would race with who is about to lock it. */
  @Override
  public void close() throws IOException {
    if (released) {
      return; // the path may be locked anew by now
    }
    released = true;
    try {
      file.close();
    } finally {
      held.remove(path);
    }
  }
}
