package dev.rollback.journal;

import dev.rollback.diagnostic.SystemException;
import dev.rollback.diagnostic.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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

  /** Creates what is missing, readable by its owner alone, and refuses what others can write. */
  static void prepare(Path state) {
    var runs = state.resolve("runs");
    try {
      Durable.createDirectories(runs);
      refuseIfOthersCanWrite(state);
      refuseIfOthersCanWrite(runs);
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
}
