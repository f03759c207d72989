package dev.rollback.adapter.postgres.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollback.action.Requirement.Finding;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A backup's file, with its SHA-256 in another one beside it, as {@code sha256sum -c} reads it.
 * Both can be read by their owner alone.
 */
record BackupFile(Path folder, String name) {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String HASH = ".sha256";

  private Path path() {
    return folder.resolve(name);
  }

  /** Where it grows. */
  Path partial() {
    return folder.resolve("." + name + ".partial");
  }

  private static Path hashBeside(Path file) {
    return file.resolveSibling(file.getFileName() + HASH);
  }

  /** Its size; empty where it is not there. */
  Optional<Long> bytes() {
    try {
      return Files.isRegularFile(path()) ? Optional.of(Files.size(path())) : Optional.empty();
    } catch (IOException e) {
      throw trouble("looked at", e);
    }
  }

  /** The SHA-256 that stands beside it; empty where none does. */
  Optional<String> recordedHash() {
    var beside = hashBeside(path());
    try {
      return Files.isRegularFile(beside)
          ? Optional.of(Files.readString(beside, UTF_8).replaceFirst("\\s[\\s\\S]*", ""))
          : Optional.empty();
    } catch (IOException e) {
      throw trouble("looked at", e);
    }
  }

  /** Whether files can be made in the folder. */
  Finding writable() {
    return Files.isDirectory(folder) && Files.isWritable(folder)
        ? new Finding.Met()
        : new Finding.Missing(
            "%s is no folder that this user can write to.".formatted(folder),
            "Make it: mkdir -m 700 " + folder);
  }

  /** Whether the disk takes so much more. */
  Finding room(long needed) {
    try {
      var free = Files.getFileStore(folder).getUsableSpace();
      return free >= needed
          ? new Finding.Met()
          : new Finding.Missing(
              "%s has %,d MiB free, and the backup may take %,d MiB."
                  .formatted(folder, free >> 20, needed >> 20),
              "Free some, or choose another `directory`.");
    } catch (IOException e) {
      return new Finding.Missing(
          "Nobody can tell how much room %s has: %s".formatted(folder, e.getMessage()),
          "Check that the folder is there.");
    }
  }

  /** Makes the file that grows, empty and closed to others before anything is in it. */
  void begin() {
    discard();
    try {
      Files.createFile(partial(), OWNER_ONLY);
    } catch (IOException e) {
      throw trouble("made", e);
    }
  }

  /** Takes away what has grown. */
  void discard() {
    try {
      Files.deleteIfExists(partial());
    } catch (IOException e) {
      throw trouble("cleared away", e);
    }
  }

  /** What has grown gets its name: everything of it is on disk by then. */
  void finish() {
    try {
      force(partial());
      note(path(), hash(partial()));
      Files.move(partial(), path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw trouble("kept", e);
    }
    forceFolder();
  }

  /** The name itself is safe only when the folder is on disk. */
  private void forceFolder() {
    try {
      force(folder);
    } catch (IOException e) {
      throw SystemException.unknown(
          "Nobody knows whether %s is safely on disk: %s".formatted(path(), e.getMessage()),
          "Check the disk; then resume the run, which looks whether the file is there.",
          e);
    }
  }

  private static void note(Path file, String hash) throws IOException {
    var beside = hashBeside(file);
    Files.deleteIfExists(beside);
    Files.createFile(beside, OWNER_ONLY);
    Files.writeString(beside, hash + "  " + file.getFileName() + "\n", UTF_8);
    force(beside);
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The SHA-256 of a file. */
  static String hash(Path file) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Gives it another name, under which nothing else stands. */
  void keepAside() {
    var aside = path().resolveSibling(name + ".kept");
    for (var n = 2; Files.exists(aside); n++) {
      aside = path().resolveSibling(name + ".kept-" + n);
    }
    try {
      var hash = recordedHash();
      if (hash.isPresent()) {
        note(aside, hash.get());
      }
      Files.move(path(), aside, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(hashBeside(path()));
    } catch (IOException | UncheckedIOException e) {
      throw SystemException.refused(
          "%s cannot be given another name: %s".formatted(path(), e.getMessage()),
          "Check the folder's permissions.",
          e);
    }
    forceFolder();
  }

  private SystemException trouble(String what, IOException e) {
    return SystemException.refused(
        "The backup %s cannot be %s: %s".formatted(path(), what, e.toString()),
        "Check the folder's permissions, and that its disk has room.",
        e);
  }
}
