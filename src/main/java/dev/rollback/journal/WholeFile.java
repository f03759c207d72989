package dev.rollback.journal;

import dev.rollback.run.BlobRef;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that has its final name only once it is complete and on disk. */
final class WholeFile {
  static final String PART = ".part";

  private WholeFile() {}

  /** Writes all of a file and syncs it. */
  @FunctionalInterface
  interface Filler {
    /** Fills the file, which stands at {@code part} meanwhile. */
    BlobRef fill(FileOutputStream stream, Path part) throws IOException;
  }

  /**
   * Writes a file; nothing of it stays when that fails.
   *
   * @param doing what this is, for the message of a failure: {@code keep the state before in}
   */
  static BlobRef write(Path file, String doing, Filler filler) {
    var part = file.resolveSibling(file.getFileName() + PART);
    try {
      Durable.createFile(part);
      try {
        var ref = fill(part, file, filler);
        Durable.syncDirectory(Durable.parentOf(file));
        return ref;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw Failures.failed(doing, file, e);
    }
  }

  private static BlobRef fill(Path part, Path file, Filler filler) throws IOException {
    try (var stream = new FileOutputStream(part.toFile())) {
      var ref = filler.fill(stream, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return ref;
    }
  }
}
