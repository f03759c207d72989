package dev.rollback.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Files and directories that are private from the start and survive a crash of the machine.
 *
 * <p>An interrupt closes a {@link FileChannel} under the thread that uses it. A run is interrupted
 * on purpose, and has to be recorded just then: so data is written through streams, which no
 * interrupt closes, and what needs a channel is done again.
 */
final class Durable {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Durable() {}

  /** Creates the directory and those above it that are missing; each is durable in its parent. */
  static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    var parent = directory.getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    try {
      createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /**
   * Creates one directory.
   *
   * @throws FileAlreadyExistsException if it is there
   */
  static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, PRIVATE_DIRECTORY);
    syncDirectory(parentOf(directory));
  }

  /**
   * Creates an empty file. Its name is durable only after {@link #syncDirectory}.
   *
   * @throws FileAlreadyExistsException if it is there
   */
  static void createFile(Path file) throws IOException {
    Files.createFile(file, PRIVATE_FILE);
  }

  /** Makes the names in a directory durable. */
  static void syncDirectory(Path directory) throws IOException {
    var interrupted = Thread.interrupted();
    try {
      while (true) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The names in a directory, sorted. */
  static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The directory that a file is in. */
  static Path parentOf(Path file) {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
