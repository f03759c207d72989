package dev.rollback.target;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;

/**
 * Replaces the content of a file as one step: whoever reads it meanwhile, or after a crash, finds
 * the old content or the new one.
 */
public final class SafeFile {
  private SafeFile() {}

  /**
   * Replaces a file's content; its permissions stay, and a symbolic link goes on leading to it.
   *
   * @param seen the content that {@code next} was made from
   * @throws SystemException without any effect, when the file holds something else by now, or
   *     cannot be replaced
   */
  public static void replace(Path file, byte[] seen, byte[] next) {
    try {
      var real = file.toRealPath();
      if (!Files.isWritable(real)) {
        throw new AccessDeniedException(real.toString());
      }
      var directory = real.resolveSibling(".").normalize();
      var temporary = Files.createTempFile(directory, "." + real.getFileName() + "-", ".new");
      try {
        Files.write(temporary, next);
        keepPermissions(real, temporary);
        sync(temporary, StandardOpenOption.READ);
        if (!Arrays.equals(Files.readAllBytes(real), seen)) {
          throw SystemException.refused(
              file + " was changed by somebody else meanwhile. Nothing was written.",
              "Look at it, then try again.");
        }
        Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
        sync(directory, StandardOpenOption.READ);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (AccessDeniedException e) {
      throw SystemException.refused(
          file + " cannot be replaced: no permission to write " + e.getFile() + ".",
          "Let this user write in the file's directory, or write the pins by hand.",
          e);
    } catch (IOException e) {
      throw SystemException.refused(
          file + " cannot be replaced: " + e.getMessage() + ".",
          "Mend this, then try again. The old content is still there.",
          e);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    var was = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (was != null) {
      Files.setPosixFilePermissions(to, was.readAttributes().permissions());
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (var channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
