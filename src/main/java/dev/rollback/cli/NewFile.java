package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that a command makes for its user: never over another one, and for the user alone. */
final class NewFile {
  private NewFile() {}

  /**
   * Writes it.
   *
   * @throws SystemException when there is such a file already, or it cannot be written
   */
  static void write(Path path, String text) {
    try (var channel =
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw SystemException.refused(path + " is already there", "Choose another name.", e);
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot write " + path + ": " + e.getMessage(), "Choose another place.", e);
    }
  }
}
