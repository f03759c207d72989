package dev.rollback.journal;

import com.sun.security.auth.module.UnixSystem;
import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;

/**
 * Where runs are recorded: {@code $XDG_STATE_HOME/rollback}, else {@code ~/.local/state/rollback}.
 */
public final class StateDirectory {
  private StateDirectory() {}

  /**
   * The directory that an environment names; nothing is created. A relative XDG_STATE_HOME is
   * passed over, as the XDG base directory specification asks.
   *
   * @throws UserException if the environment names no home
   */
  public static Path of(Map<String, String> environment) {
    var state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (state.startsWith("/")) {
      return Path.of(state, "rollback");
    }
    var home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/")) {
      return Path.of(home, ".local", "state", "rollback");
    }
    throw new UserException(
        "there is no place to record a run: neither XDG_STATE_HOME nor HOME is an absolute path",
        "Set XDG_STATE_HOME to a directory that only you can write.");
  }

  /**
   * Creates what is missing, readable by its owner alone, and refuses what is another user's or
   * what others can write.
   */
  static void prepare(Path state) {
    var runs = state.resolve("runs");
    try {
      Durable.createDirectories(runs);
      for (var directory : List.of(state, runs)) {
        refuseIfOthersCanWrite(directory);
        refuseIfAnothers(directory);
      }
    } catch (IOException e) {
      throw Failures.failed("create the state directory", runs, e);
    }
  }

  private static void refuseIfOthersCanWrite(Path directory) throws IOException {
    var permissions = Files.getPosixFilePermissions(directory);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw SystemException.refused(
          "others can write the state directory " + directory + ", so its records prove nothing",
          "Run: chmod go-w '" + directory + "'");
    }
  }

  /** The superuser could write there, and its owner could then not go on with the run. */
  private static void refuseIfAnothers(Path directory) throws IOException {
    var owner = ((Number) Files.getAttribute(directory, "unix:uid")).longValue();
    if (owner != new UnixSystem().getUid()) {
      throw SystemException.refused(
          "the state directory "
              + directory
              + " belongs to "
              + Files.getOwner(directory).getName()
              + ", who could not go on with what you begin there",
          "Work as that user, or set XDG_STATE_HOME to a directory of your own.");
    }
  }
}
