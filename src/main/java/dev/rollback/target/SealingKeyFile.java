package dev.rollback.target;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.function.Supplier;

/**
 * The key of this machine with which secret values in plans and journals are sealed, for targets
 * that name none. It is made when it is first needed and stands beside the runs, not in them: who
 * gets a run's journal has not the key.
 */
public final class SealingKeyFile {
  private static final int BYTES = 32;

  private final Supplier<Path> place;
  private final SecureRandom random;

  /**
   * The key in a file.
   *
   * @param place asked when the key is needed; the file and its directory are made if missing
   */
  public SealingKeyFile(Supplier<Path> place, SecureRandom random) {
    this.place = place;
    this.random = random;
  }

  /**
   * The key, made now if there is none. Several processes that make it at once get the same one.
   *
   * @throws SystemException without any effect, when it can be neither read nor made, or others can
   *     read it
   */
  String read() {
    var file = place.get();
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      refuseIfOthersCanRead(file);
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw SystemException.refused(
          "the key that seals secret values, " + file + ", cannot be used: " + reason(e),
          "Let this user read it, or give the target a `sealing-key:` in rollback.yaml.",
          e);
    }
  }

  /** A link appears whole or not at all, and never in the place of another file. */
  private void create(Path file) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(file.resolveSibling(""), owner);
    var temporary = Files.createTempFile(file.resolveSibling(""), ".sealing-key-", ".new");
    try {
      var key = new byte[BYTES];
      random.nextBytes(key);
      Files.writeString(temporary, Base64.getEncoder().encodeToString(key) + "\n");
      sync(temporary);
      Files.createLink(file, temporary);
      sync(file.resolveSibling(""));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster; its key is read like any other.
      if (!Files.isRegularFile(file)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void refuseIfOthersCanRead(Path file) throws IOException {
    var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    open.removeAll(
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
    if (!open.isEmpty()) {
      throw SystemException.refused(
          "the key that seals secret values, " + file + ", is open to others",
          "Whoever read it can read the secrets in plans and journals made with it. Then run:"
              + " chmod 600 '"
              + file
              + "'");
    }
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case IOException other -> String.valueOf(other.getMessage());
    };
  }
}
