package dev.rollback.adapter.git.repository;

import dev.rollback.diagnostic.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The hooks of the user's clone, made to run in a repository of ours under their own paths. */
final class UserHooks {
  /** Said besides what the hook says, so that it is known that nothing was sent. */
  static final String DECLINED = "rollback: pre-push declined";

  private static final String PRE_PUSH = "pre-push";

  private UserHooks() {}

  /** Those that git would run. */
  static List<Path> in(Path hooks) {
    if (!Files.isDirectory(hooks)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(hooks)) {
      return files
          .filter(f -> Files.isRegularFile(f) && Files.isExecutable(f))
          .filter(f -> !f.toString().endsWith(".sample"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SystemException.refused(
          "The clone's hooks in " + hooks + " cannot be read: " + e.getMessage(),
          "Correct the permissions of the folder, or core.hooksPath.",
          e);
    }
  }

  /** Writes one for each into a folder; each starts the user's own. */
  static void write(List<Path> hooks, Path into) throws IOException {
    Files.createDirectories(into);
    for (var hook : hooks) {
      var name = hook.getFileName().toString();
      var start = "'" + hook.toString().replace("'", "'\\''") + "' \"$@\"";
      var text =
          name.equals(PRE_PUSH)
              ? start + " || { echo '" + DECLINED + "' >&2; exit 1; }"
              : "exec " + start;
      var file = Files.writeString(into.resolve(name), "#!/bin/sh\n" + text + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
