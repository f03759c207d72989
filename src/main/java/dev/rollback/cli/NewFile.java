package dev.rollback.cli;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A file that a command makes for its user: never over another one, and for the user alone. */
final class NewFile {
  private NewFile() {}

  /**
   * For a command that will write it much later: refuses at once what can be told now.
   *
   * @throws SystemException when there is such a file already, or there is no place for it
   */
  static void requirePlace(Path path) {
    var folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw SystemException.refused(
          path + " is already there",
          "Choose another name, or remove it first: what an earlier command has said must not pass"
              + " for this one's.");
    }
    if (!Files.isDirectory(folder)) {
      throw SystemException.refused(
          "cannot write " + path + ": there is no directory " + folder, "Make it first.");
    }
    if (!Files.isWritable(folder)) {
      throw SystemException.refused(
          "cannot write " + path + ": no permission to write in " + folder,
          "Choose another place.");
    }
  }

  /**
   * Writes it, whole or not at all.
   *
   * @throws SystemException when there is such a file already, or it cannot be written
   */
  static void write(Path path, String text) {
    try (var channel =
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      fill(channel, path, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw SystemException.refused(path + " is already there", "Choose another name.", e);
    } catch (IOException e) {
      throw SystemException.refused(
          "cannot write " + path + ": " + e.getMessage(), "Choose another place.", e);
    }
  }

  /** Half a file is worse than none: where the disk is full it is taken away again. */
  private static void fill(SeekableByteChannel channel, Path path, ByteBuffer bytes)
      throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }
}
