package dev.rollback.adapter.git.worktree;

import dev.rollback.adapter.git.repository.Checkout;
import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders in which git keeps what belongs to the linked work trees of a clone; beside it we
 * write whose plan has made one.
 */
record TreeHomes(Checkout checkout) {
  private static final String MARK = "rollback";
  private static final String GITDIR = "gitdir: ";

  /** Where git keeps what belongs to a work tree; empty where there is none of this clone. */
  Optional<Path> of(Path folder) {
    var file = folder.resolve(".git");
    if (!Files.isRegularFile(file)) {
      return registered(folder);
    }
    var home = read(file).filter(t -> t.startsWith(GITDIR)).map(t -> t.substring(GITDIR.length()));
    return home.map(folder::resolve)
        .map(Path::normalize)
        .filter(h -> Files.isDirectory(h) && real(h).startsWith(real(all())));
  }

  /** Of one that is not there any more, or not yet. */
  private Optional<Path> registered(Path folder) {
    if (!Files.isDirectory(all())) {
      return Optional.empty();
    }
    try (Stream<Path> each = Files.list(all())) {
      return each.filter(
              h ->
                  read(h.resolve("gitdir"))
                      .map(Path::of)
                      .filter(p -> real(p).equals(real(folder.resolve(".git"))))
                      .isPresent())
          .findFirst();
    } catch (IOException e) {
      throw unreadable(all(), e);
    }
  }

  private Path all() {
    return checkout.path("worktrees");
  }

  /** Without links, as far as it is there. */
  private static Path real(Path path) {
    var parent = path.toAbsolutePath().normalize().getParent();
    try {
      if (Files.exists(path)) {
        return path.toRealPath();
      }
      return parent == null || path.getFileName() == null
          ? path
          : real(parent).resolve(path.getFileName());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file).stripTrailing())
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SystemException unreadable(Path path, IOException e) {
    return SystemException.refused(
        path + " cannot be read: " + e, "Correct the permissions there.", e);
  }

  /** Whether its user has locked it. */
  static boolean locked(Path home) {
    return Files.exists(home.resolve("locked"));
  }

  /**
   * What rollback has written there; {@link LinkedRequest#BEGUN} where git has just made it and
   * nothing has been checked out yet.
   */
  static Optional<String> mark(Path home, Path folder) {
    return read(home.resolve(MARK))
        .or(
            () ->
                !Files.exists(home.resolve("index")) && empty(folder)
                    ? Optional.of(LinkedRequest.BEGUN)
                    : Optional.empty());
  }

  /** Of a work tree in which nothing is but the file by which it is one. */
  private static boolean empty(Path folder) {
    if (!Files.isRegularFile(folder.resolve(".git"))) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count() == 1;
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Writes it, all or nothing. */
  void mark(Path folder, String text) {
    var home =
        of(folder)
            .orElseThrow(
                () ->
                    SystemException.refused(
                        folder + " is no work tree any more.", "See who removed it."));
    try {
      var next = Files.writeString(home.resolve(MARK + ".new"), text + "\n");
      Files.move(next, home.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw SystemException.refused(
          home + " cannot be written to: " + e, "Make room, or have it permitted.", e);
    }
  }

  /** A removal that was broken off may have taken away first what git knows a work tree by. */
  void restore(Path folder) {
    var home = of(folder);
    if (home.isEmpty() || !Files.isDirectory(folder) || Files.exists(folder.resolve(".git"))) {
      return;
    }
    try {
      Files.writeString(folder.resolve(".git"), GITDIR + home.get() + "\n");
    } catch (IOException e) {
      throw SystemException.refused(
          folder + " cannot be written to: " + e, "Make room, or have it permitted.", e);
    }
  }
}
