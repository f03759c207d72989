package dev.rollback.adapter.git.repository;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of our own among the temporary files, removed with all that is in it. */
record TemporaryFolder(Path path) implements AutoCloseable {
  private static final String PREFIX = "rollback-git-";

  /** Something that may find the disk full, or itself shut out. */
  @FunctionalInterface
  interface Filling<T> {
    T fill(TemporaryFolder folder) throws IOException;
  }

  /**
   * Makes one and puts into it what shall be there; of one that cannot be filled nothing is left.
   *
   * @param within the folder for temporary files
   */
  static <T> T make(Path within, Filling<T> filling) {
    try {
      var folder = new TemporaryFolder(Files.createTempDirectory(within, PREFIX));
      var filled = false;
      try {
        var made = filling.fill(folder);
        filled = true;
        return made;
      } finally {
        if (!filled) {
          folder.close();
        }
      }
    } catch (IOException e) {
      throw SystemException.refused(
          "A temporary repository cannot be made in " + within + ": " + e,
          "Make room there, or name another folder in TMPDIR.",
          e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      // What is in a folder goes before it.
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw SystemException.refused(
          "The temporary repository " + path + " cannot be removed: " + e.getMessage(),
          "Remove it by hand.",
          e);
    }
  }
}
